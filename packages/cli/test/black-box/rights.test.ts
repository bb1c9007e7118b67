import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

const [ALICE, BOB, CAROL] = ['alice@example.com', 'bob@example.com', 'carol@example.com'];

describe('rightsmith rights', () => {
  const path = useTemporaryFolder();
  const run = (who: string, ...args: string[]): CliRun => runCli(path(), ['--as', who, ...args]);
  const json = (who: string, ...args: string[]): Readonly<Record<string, unknown>> =>
    JSON.parse(run(who, ...args, '--json').stdout) as Readonly<Record<string, unknown>>;

  interface Entry {
    readonly action: string;
    readonly purpose?: string;
    readonly summary?: object;
  }
  const audited = (): Entry[] => JSON.parse(run(ALICE, 'audit', 'show', '--json').stdout) as Entry[];

  beforeEach(() => {
    writeFileSync(path('a.txt'), 'A text.\n');
    const args = [
      '--to',
      `${BOB}:VIEW,VIEWRIGHTSDATA`,
      '--to',
      `${CAROL}:VIEW`,
      '--offline',
      '7',
      '--expires',
      '2040-01-01',
    ];
    assert.equal(run(ALICE, 'protect', 'a.txt', ...args).exitCode, 0);
  });

  it('show tells one’s own rights, and the policy to who may see it', () => {
    const bob = json(BOB, 'rights', 'show', 'a.ptxt') as { rights: unknown; policy: { offlineDays: number } };
    assert.deepEqual(bob.rights, ['VIEW', 'VIEWRIGHTSDATA']);
    assert.equal(bob.policy.offlineDays, 7);
    const carol = json(CAROL, 'rights', 'show', 'a.ptxt');
    assert.deepEqual([carol['rights'], carol['policy']], [['VIEW'], undefined]);
    assert.equal(run('eve@example.com', 'rights', 'show', 'a.ptxt').exitCode, 31);
  });

  it('who lists everybody, for who may see it', () => {
    const { who, owner } = json(ALICE, 'rights', 'who', 'a.ptxt') as { who: { user: string }[]; owner: string };
    assert.equal(owner, ALICE);
    assert.deepEqual(new Set(who.map(({ user }) => user)), new Set([BOB, CAROL, 'owner']));
    assert.equal(run(CAROL, 'rights', 'who', 'a.ptxt').exitCode, 31);
  });

  it('can answers with the reason, by exit code too, and leaves no record', () => {
    const before = audited();
    const can = (who: string, ...args: string[]): unknown => json(who, 'rights', 'can', 'a.ptxt', ...args)['reason'];
    assert.equal(run(BOB, 'rights', 'can', 'a.ptxt').exitCode, 0);
    assert.equal(run(BOB, 'rights', 'can', 'a.ptxt', '--do', 'print').exitCode, 20);
    assert.equal(can(BOB, '--do', 'PRINT'), 'no-right');
    assert.equal(can(BOB, '--at', '2041-01-01'), 'expired');
    assert.equal(can(BOB, '--offline', '--at', '8d'), 'offline-period-over');
    assert.equal(can(ALICE, '--do', 'PRINT', '--at', '2041-01-01'), 'owner');
    assert.match(
      run(BOB, 'rights', 'can', 'a.ptxt', '--do', 'PRINT').stdout,
      /may not PRINT: the policy does not grant it/,
    );
    for (const option of [
      ['--do', ' '],
      ['--at', '2026-13-01'],
    ]) {
      const { exitCode, stderr } = run(BOB, 'rights', 'can', 'a.ptxt', ...option);
      assert.equal(exitCode, 2);
      assert.match(stderr, /No right is named|is no time/);
    }
    assert.deepEqual(audited(), before);
  });

  it('diff compares two files', () => {
    assert.equal(run(ALICE, 'republish', 'a.ptxt', '--to', `${BOB}:VIEW,PRINT`, '-o', 'b.ptxt').exitCode, 0);
    const { exitCode, stdout } = run(ALICE, 'rights', 'diff', 'a.ptxt', 'b.ptxt');
    assert.equal(exitCode, 20);
    assert.match(stdout, /\+ bob@example\.com: PRINT/);
    assert.match(stdout, /- carol@example\.com: VIEW/);
    assert.equal(run(ALICE, 'rights', 'diff', 'a.ptxt', 'a.ptxt').exitCode, 0);
    assert.equal(run(ALICE, 'rights', 'diff', 'a.ptxt').exitCode, 2);
    const refused = run('zed@example.com', 'rights', 'diff', 'a.ptxt', 'b.ptxt');
    assert.deepEqual([refused.exitCode, refused.stderr.startsWith('rightsmith: a.ptxt: ')], [31, true]);
    const piped = ['rights', 'diff', 'a.ptxt', '-', '--as', ALICE];
    assert.equal(runCli(path(), piped, readFileSync(path('a.ptxt'))).exitCode, 0);
    assert.equal(runCli(path(), piped, readFileSync(path('b.ptxt'))).exitCode, 20);
    assert.equal(run(ALICE, 'rights', 'diff', '-', '-').exitCode, 2);
  });

  it('protects for somebody else, and inspect tells both', () => {
    writeFileSync(path('b.txt'), 'B.\n');
    assert.equal(run('svc@example.com', 'protect', 'b.txt', '--on-behalf-of', BOB).exitCode, 0);
    const { owner, publishedBy } = json(BOB, 'inspect', 'b.ptxt')['license'] as { owner: string; publishedBy: string };
    assert.deepEqual([owner, publishedBy], [BOB, 'svc@example.com']);
    assert.equal(run(BOB, 'cat', 'b.ptxt').stdout, 'B.\n');
    assert.equal(run('svc@example.com', 'cat', 'b.ptxt').exitCode, 31);
    assert.match(run(BOB, 'inspect', 'b.ptxt').stdout, /Published by: +svc@example\.com/);
  });

  it('warns when a service account becomes owner', () => {
    const people = [{ address: 'svc@example.com', service: true }];
    writeFileSync(path('home/directory.json'), JSON.stringify({ schema: 1, people }));
    writeFileSync(path('b.txt'), 'B.\n');
    const warned = json('svc@example.com', 'protect', 'b.txt') as { warnings: { code: string }[] };
    assert.deepEqual(
      warned.warnings.map(({ code }) => code),
      ['service-account-owner'],
    );
    const free = json('svc@example.com', 'protect', 'b.txt', '--on-behalf-of', BOB, '-o', 'c.ptxt');
    assert.deepEqual(free['warnings'], []);
  });

  it('audit tells who did what, and whether the record was changed', () => {
    run(ALICE, 'unprotect', 'a.ptxt', '-o', 'c.txt');
    run(ALICE, 'republish', 'a.ptxt', '--expires', 'never', '-o', 'b.ptxt');
    run('eve@example.com', 'cat', 'a.ptxt');
    const entries = audited();
    const last = entries.pop();
    assert.deepEqual(last?.summary, { entries: 5, damagedLines: 0 });
    assert.deepEqual(
      entries.map(({ action, purpose = '' }) => `${action} ${purpose}`),
      ['publish ', 'grant unprotect', 'grant republish', 'republish ', 'deny '],
    );
    assert.equal(run(ALICE, 'audit', 'verify').exitCode, 0);
    const record = path('home/record.ndjson');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"purpose":"unprotect",', ''));
    run(ALICE, 'cat', 'a.ptxt');
    const changed = json(ALICE, 'audit', 'verify') as { ok: boolean; error: { code: string } };
    assert.deepEqual([changed.ok, changed.error.code], [false, 'Tampered']);
  });
});
