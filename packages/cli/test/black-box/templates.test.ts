import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, runCliProcess, type CliRun } from '../support/run-cli.js';

const TEMPLATE = {
  id: '760cb90e-0000-4000-8000-00000000000a',
  names: [
    { lcid: 1033, name: 'Board only', description: 'For the board' },
    { lcid: 1031, name: 'Nur Vorstand', description: '' },
  ],
  rights: [{ users: ['alice@example.com'], rights: ['VIEW'] }],
  validUntil: '2099-01-31T18:00:00.000Z',
  offlineDays: 7,
  referral: 'mailto:board@example.com',
};

interface Listed {
  readonly ok: boolean;
  readonly templates: readonly { readonly id: string; readonly name: string; readonly archived?: boolean }[];
}

describe('rightsmith templates', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const runIn = (language: string, ...args: string[]): CliRun =>
    runCliProcess(path(), args, '', { LC_ALL: `${language}.UTF-8` });
  const add = (template: object): CliRun =>
    runCli(path(), ['templates', 'add', '-', '--json'], JSON.stringify(template));
  const list = (...args: string[]): Listed =>
    JSON.parse(runIn('en_US', 'templates', 'list', '--json', ...args).stdout) as Listed;
  const names = (...args: string[]): string[] => list(...args).templates.map(({ name }) => name);

  it('gives back in JSON what was added, by id and by name in any language', () => {
    const added = add(TEMPLATE);
    assert.equal(added.exitCode, 0, added.stdout);
    assert.deepEqual(JSON.parse(added.stdout), { file: '-', ok: true, id: TEMPLATE.id, warnings: [] });
    for (const template of [TEMPLATE.id, 'board only', 'Nur Vorstand']) {
      assert.deepEqual(JSON.parse(run('templates', 'show', template, '--json').stdout), TEMPLATE);
    }
  });

  it('tells a person the same', () => {
    writeFileSync(path('t.json'), JSON.stringify({ ...TEMPLATE, scope: ['@example.com'] }));
    assert.equal(
      runIn('en_US', 'templates', 'add', 't.json').stdout,
      `Added the template Board only (${TEMPLATE.id})\n`,
    );
    const { stdout } = runIn('en_US', 'templates', 'show', 'Board only');
    for (const text of [
      'Board only: For the board',
      'VIEW to alice@example.com',
      '7 days',
      'mailto:board',
      '@example.com',
    ]) {
      assert.ok(stdout.includes(text), text);
    }
  });

  it('names templates in the language of the user', () => {
    add(TEMPLATE);
    assert.deepEqual(names(), ['Board only']);
    assert.equal(runIn('de_AT', 'templates', 'list').stdout, `${TEMPLATE.id}  Nur Vorstand\n`);
  });

  it('lists to everybody what they may publish with, and everything only when asked', () => {
    assert.equal(run('templates', 'list').stdout, 'There are no templates.\n');
    add(TEMPLATE);
    add({ ...TEMPLATE, id: undefined, names: [{ lcid: 1033, name: 'Bob’s own' }], scope: ['bob@example.com'] });
    assert.deepEqual(names('--as', 'alice@example.com'), ['Board only']);
    assert.deepEqual(names('--as', 'bob@example.com'), ['Board only', 'Bob’s own']);
    assert.deepEqual(names('--as', 'alice@example.com', '--all'), ['Board only', 'Bob’s own']);
  });

  it('protects by name and id; the current version decides who opens', () => {
    writeFileSync(path('a.txt'), 'text');
    add(TEMPLATE);
    assert.equal(run('protect', 'a.txt', '--template', 'Board only').exitCode, 0);
    assert.equal(run('protect', 'a.txt', '--template', TEMPLATE.id, '-o', 'b.ptxt').exitCode, 0);
    assert.equal(run('cat', 'a.ptxt', '--as', 'alice@example.com').stdout, 'text');
    add({ ...TEMPLATE, rights: [{ users: ['bob@example.com'], rights: ['VIEW'] }] });
    assert.equal(run('cat', 'a.ptxt', '--as', 'alice@example.com').exitCode, 31);
    assert.equal(run('cat', 'b.ptxt', '--as', 'bob@example.com').stdout, 'text');
  });

  it('archives: old files open, nothing new is protected, and adding brings it back', () => {
    writeFileSync(path('a.txt'), 'text');
    add(TEMPLATE);
    run('protect', 'a.txt', '--template', 'Board only');
    assert.equal(run('templates', 'remove', 'Board only').exitCode, 0);
    assert.equal(run('cat', 'a.ptxt', '--as', 'alice@example.com').stdout, 'text');
    assert.deepEqual(names(), []);
    assert.deepEqual(
      list('--all').templates.map(({ archived }) => archived),
      [true],
    );
    for (const args of [
      ['protect', 'a.txt', '--template', 'Board only', '-o', 'new.ptxt'],
      ['protect', 'a.txt', '--template', TEMPLATE.id, '-o', 'new.ptxt'],
      ['templates', 'remove', TEMPLATE.id],
    ]) {
      const { exitCode, stderr } = run(...args);
      assert.equal(exitCode, 50, args.join(' '));
      assert.match(stderr, /TemplateArchived \(exit 50\)/);
    }
    assert.equal(existsSync(path('new.ptxt')), false);
    const { stdout } = run('templates', 'show', TEMPLATE.id, '--json');
    assert.equal(runCli(path(), ['templates', 'add', '-'], stdout).exitCode, 0);
    assert.equal(run('protect', 'a.txt', '--template', 'Board only', '-o', 'new.ptxt').exitCode, 0);
  });

  it('does not know a template that is not there', () => {
    writeFileSync(path('a.txt'), 'text');
    for (const args of [
      ['protect', 'a.txt', '--template', 'none'],
      ['templates', 'show', 'none'],
      ['templates', 'remove', 'none'],
    ]) {
      const { exitCode, stderr } = run(...args);
      assert.equal(exitCode, 50);
      assert.match(stderr, /TemplateNotFound \(exit 50\)/);
    }
  });

  it('refuses what is no template or cannot be written, and adds nothing', () => {
    const wrong: readonly unknown[] = [
      { ...TEMPLATE, names: [{ lcid: 1033, name: 'Board: only' }] },
      { ...TEMPLATE, names: [{ lcid: 1033, name: 'Board', description: 'a;b' }] },
      { ...TEMPLATE, expires: '2099-01-31' },
      7,
    ];
    for (const json of wrong) {
      const { exitCode, stdout } = add(json as object);
      assert.equal(exitCode, 2);
      assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'UsageError');
    }
    assert.deepEqual(names('--all'), []);
  });

  it('refuses a file without an end', () => {
    writeFileSync(path('big.json'), Buffer.alloc(9 * 1024 * 1024, ' '));
    assert.equal(run('templates', 'add', 'big.json').exitCode, 52);
    assert.equal(run('templates', 'add', 'none.json').exitCode, 60);
  });
});
