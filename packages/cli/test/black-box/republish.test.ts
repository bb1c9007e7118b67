import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

const TEXT = 'What was agreed.\n';
const BOB = 'bob@example.com';
const CAROL = 'carol@example.com';

describe('rightsmith republish', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), ['--as', 'alice@example.com', ...args]);
  const runAs = (who: string, ...args: string[]): CliRun => runCli(path(), ['--as', who, ...args]);
  const json = (...args: string[]): Readonly<Record<string, unknown>> =>
    JSON.parse(run(...args, '--json').stdout) as Readonly<Record<string, unknown>>;

  beforeEach(() => {
    writeFileSync(path('a.txt'), TEXT);
    assert.equal(run('protect', 'a.txt', '--to', `${BOB}:VIEW`).exitCode, 0);
  });

  it('writes a file with another policy beside the old one', () => {
    const { contentId } = json('inspect', 'a.ptxt')['license'] as { contentId: string };
    const result = json('republish', 'a.ptxt', '--to', `${CAROL}:VIEW`);
    assert.deepEqual(result, {
      file: 'a.ptxt',
      output: 'a-republished.ptxt',
      ok: true,
      format: 'pfile',
      contentId,
      owner: 'alice@example.com',
      warnings: [],
    });
    assert.equal(runAs(CAROL, 'cat', 'a-republished.ptxt').stdout, TEXT);
    assert.equal(runAs(BOB, 'cat', 'a-republished.ptxt').exitCode, 31);
    assert.equal(runAs(BOB, 'cat', 'a.ptxt').stdout, TEXT);
  });

  it('puts it in place of the old one, which keeps mode and times', () => {
    const before = statSync(path('a.ptxt'));
    assert.equal(run('republish', 'a.ptxt', '--role', `${CAROL}:viewer`, '--in-place').stdout, 'Republished a.ptxt\n');
    const after = statSync(path('a.ptxt'));
    assert.deepEqual([after.mode, Math.round(after.mtimeMs)], [before.mode, Math.round(before.mtimeMs)]);
    assert.deepEqual(readdirSync(path()).sort(), ['a.ptxt', 'a.txt', 'home']);
    assert.equal(runAs(CAROL, 'cat', 'a.ptxt').stdout, TEXT);
  });

  it('makes a new key and content id where asked to', () => {
    const { contentId, replacedContentId } = json('republish', 'a.ptxt', '--rekey', '-o', 'b.ptxt');
    assert.notEqual(contentId, replacedContentId);
    assert.equal(runAs(BOB, 'cat', 'b.ptxt').stdout, TEXT);
  });

  it('changes the label, or takes it away, and says so before', () => {
    const [id, tenantId] = ['11111111-2222-3333-4444-555555555555', '66666666-7777-8888-9999-aaaaaaaaaaaa'];
    const labels = (): unknown => json('inspect', 'a.ptxt')['labels'];
    const difference = json('republish', 'a.ptxt', '--label', `{${id.toUpperCase()}}:${tenantId}`, '--dry-run');
    const { before, after } = difference['labels'] as { before: object[]; after: { id: string }[] };
    assert.deepEqual([before, after.map((label) => label.id)], [[], [id]]);
    assert.deepEqual(labels(), []);
    assert.equal(run('republish', 'a.ptxt', '--label', `${id}:${tenantId}`, '--in-place').exitCode, 0);
    assert.deepEqual(labels(), [{ id, tenantId }]);
    assert.equal(run('republish', 'a.ptxt', '--to', `${CAROL}:VIEW`, '--in-place').exitCode, 0);
    assert.deepEqual(labels(), [{ id, tenantId }], 'it stays unless it is named');
    assert.equal(run('republish', 'a.ptxt', '--label', 'none', '--in-place').exitCode, 0);
    assert.deepEqual(labels(), []);
    for (const wrong of [['secret'], [`${id}:x`], [id, 'none'].flatMap((text) => ['--label', text]).slice(1)]) {
      assert.equal(run('republish', 'a.ptxt', '--label', ...wrong).exitCode, 2, wrong.join(' '));
    }
  });

  it('tells what would be different, and changes nothing', () => {
    const before = readFileSync(path('a.ptxt'));
    const args = ['republish', 'a.ptxt', '--to', `${BOB}:VIEW,PRINT`, '--offline', '3', '--dry-run'];
    assert.equal(run(...args).stdout, `a.ptxt\n  + ${BOB}: PRINT\n  ~ offlineDays: none → 3\n`);
    const { dryRun, difference } = json(...args) as { dryRun: boolean; difference: { added: unknown } };
    assert.deepEqual([dryRun, difference.added], [true, [{ user: BOB, right: 'PRINT' }]]);
    assert.deepEqual(readFileSync(path('a.ptxt')), before);
    assert.deepEqual(readdirSync(path()).sort(), ['a.ptxt', 'a.txt', 'home']);
  });

  it('refuses who may not, what is not protected, and what changes nothing', () => {
    assert.equal(runAs(BOB, 'republish', 'a.ptxt', '--to', `${CAROL}:VIEW`).exitCode, 31);
    assert.equal(run('republish', 'a.txt', '--to', `${CAROL}:VIEW`).exitCode, 21);
    assert.equal(run('republish', 'a.ptxt').exitCode, 2);
    assert.equal(run('republish', 'a.ptxt', '--template', 'None').exitCode, 50);
    assert.deepEqual(readdirSync(path()).sort(), ['a.ptxt', 'a.txt', 'home']);
  });
});
