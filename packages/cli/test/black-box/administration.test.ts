import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

interface Facts {
  readonly url: string;
  readonly modulusSha256: string;
  readonly locked: boolean;
  readonly oldKeys: readonly { readonly modulusSha256: string }[];
}

describe('rightsmith grants, super users and the keys of the authority', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const runWith = (passphrase: string, ...args: string[]): CliRun =>
    runCli(path(), args, '', { RIGHTSMITH_PASSPHRASE: passphrase });
  const facts = (...args: string[]): Facts => JSON.parse(run('authority', 'show', '--json', ...args).stdout) as Facts;
  const protect = (): void => {
    writeFileSync(path('a.txt'), 'text');
    const owner = ['--as', 'alice@example.com', '--to', 'bob@example.com:VIEW'];
    assert.equal(run('protect', 'a.txt', '--force', ...owner).exitCode, 0);
  };
  const bobReads = (...args: string[]): string => run('cat', 'a.ptxt', '--as', 'bob@example.com', ...args).stdout;

  it('tells the owner who was granted or denied, and nobody else', () => {
    protect();
    bobReads();
    run('cat', 'a.ptxt', '--as', 'eve@example.com');
    const { stdout, exitCode } = run('grants', 'a.ptxt', '--as', 'alice@example.com');
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^a\.ptxt\n {2}.* {2}bob@example\.com: granted VIEW\n {2}.* {2}eve@example\.com: denied \(no-right\)\n$/,
    );
    const result = JSON.parse(run('grants', 'a.ptxt', '--as', 'alice@example.com', '--json').stdout) as {
      readonly owner: string;
      readonly accesses: readonly { readonly action: string; readonly who: string }[];
    };
    assert.deepEqual(Object.keys(result), ['file', 'ok', 'contentId', 'owner', 'accesses', 'damagedLines', 'warnings']);
    assert.deepEqual(
      result.accesses.map(({ action, who }) => [action, who]),
      [
        ['grant', 'bob@example.com'],
        ['deny', 'eve@example.com'],
      ],
    );
    for (const args of [
      ['--as', 'bob@example.com'],
      ['--as', 'alice@example.com', '--super-user'],
    ]) {
      assert.equal(run('grants', 'a.ptxt', ...args).exitCode, 31);
    }
    assert.equal(run('grants', 'a.txt').exitCode, 21);
  });

  it('lets super users in only when they ask, and says so in the record', () => {
    protect();
    const root = ['--as', 'root@example.com'];
    assert.equal(run('authority', 'super-users', 'list').stdout, 'There are no super users.\n');
    assert.equal(run('cat', 'a.ptxt', ...root, '--super-user').exitCode, 31);
    assert.equal(run('authority', 'super-users', 'add', 'root@example.com').stdout, 'root@example.com\n');
    assert.equal(run('cat', 'a.ptxt', ...root).exitCode, 31);
    assert.equal(run('cat', 'a.ptxt', ...root, '--super-user').stdout, 'text');
    assert.equal(run('unprotect', 'a.ptxt', ...root, '--super-user', '-o', 'b.txt').exitCode, 0);
    assert.match(run('grants', 'a.ptxt', ...root, '--super-user').stdout, /granted OWNER as super user/);
    const removed = run('authority', 'super-users', 'remove', 'ROOT@example.com', '--json');
    assert.deepEqual(JSON.parse(removed.stdout), { ok: true, superUsers: [] });
    assert.equal(run('cat', 'a.ptxt', ...root, '--super-user').exitCode, 31);
    assert.equal(run('authority', 'super-users', 'remove', 'root@example.com').exitCode, 2);
    assert.equal(run('authority', 'super-users', 'add', 'root').exitCode, 2);
    assert.equal(run('cat', 'a.ptxt', '--super-user', '--use-license', 'a.txt').exitCode, 2);
  });

  it('rotates keys, and old files still open', () => {
    protect();
    const before = facts();
    const after = JSON.parse(run('authority', 'rotate', '--json').stdout) as Facts;
    assert.deepEqual(after, facts());
    assert.notEqual(after.modulusSha256, before.modulusSha256);
    assert.deepEqual(
      after.oldKeys.map(({ modulusSha256 }) => modulusSha256),
      [before.modulusSha256],
    );
    assert.equal(bobReads(), 'text');
    assert.match(run('inspect', 'a.ptxt', '--json').stdout, new RegExp(before.modulusSha256));
    protect();
    assert.match(run('inspect', 'a.ptxt', '--json').stdout, new RegExp(after.modulusSha256));
  });

  it('sets the URL of new licences', () => {
    protect();
    assert.equal(run('authority', 'set-url', 'https://rms.example.com').exitCode, 0);
    assert.equal(facts().url, 'https://rms.example.com/_wmcs/licensing');
    assert.equal(bobReads(), 'text');
    assert.equal(run('authority', 'set-url', 'rms.example.com').exitCode, 2);
  });

  it('locks the keys with a passphrase, changes and removes it', () => {
    protect();
    writeFileSync(path('p1'), 'one\n');
    assert.equal(run('authority', 'set-passphrase', '--passphrase-file', 'p1').exitCode, 0);
    assert.equal(run('cat', 'a.ptxt', '--as', 'bob@example.com').exitCode, 30);
    const two = runCli(path(), ['authority', 'set-passphrase', '--passphrase-file', '-'], 'two', {
      RIGHTSMITH_PASSPHRASE: 'one',
    });
    assert.equal(two.exitCode, 0, two.stderr);
    for (const name of readdirSync(path('home/keys'))) {
      assert.match(readFileSync(join(path('home/keys'), name), 'utf8'), /^\{/);
    }
    assert.equal(runWith('one', 'authority', 'show').exitCode, 30);
    assert.equal(runWith('two', 'cat', 'a.ptxt', '--as', 'bob@example.com').stdout, 'text');
    assert.equal(runWith('two', 'authority', 'set-passphrase', '--none').exitCode, 0);
    assert.equal(bobReads(), 'text');
    assert.equal(facts().locked, false);
  });

  for (const args of [[], ['--none', '--passphrase-file', 'p'], ['--passphrase-file', 'empty']]) {
    it(`does not guess a passphrase: set-passphrase ${args.join(' ')}`, () => {
      writeFileSync(path('p'), 'one');
      writeFileSync(path('empty'), '\n');
      assert.equal(run('authority', 'set-passphrase', ...args).exitCode, 2);
    });
  }

  it('refuses a passphrase that is a whole file', () => {
    writeFileSync(path('p'), 'x'.repeat(5000));
    assert.equal(run('authority', 'set-passphrase', '--passphrase-file', 'p').exitCode, 52);
    assert.equal(run('authority', 'set-passphrase', '--passphrase-file', 'none').exitCode, 60);
  });

  it('exports the public part as one document', () => {
    const exported = run('authority', 'export');
    assert.equal(exported.exitCode, 0);
    assert.equal(run('authority', 'export', '--json').stdout, exported.stdout);
    assert.match(exported.stdout, /BEGIN PUBLIC KEY/);
    assert.doesNotMatch(exported.stdout, /private/i);
    writeFileSync(path('e.json'), exported.stdout);
    const imported = runWith('any', 'authority', 'import', 'e.json', '--home', 'two');
    assert.equal(imported.exitCode, 2);
    assert.equal(existsSync(path('two')), false);
  });

  it('moves an authority to another home with its private keys', () => {
    protect();
    run('authority', 'rotate');
    writeFileSync(path('p'), 'of the export\n');
    const options = ['--private', '--passphrase-file', 'p', '-o', 'e.json'];
    assert.deepEqual(JSON.parse(run('authority', 'export', ...options, '--json').stdout), {
      ok: true,
      output: 'e.json',
    });
    assert.equal(statSync(path('e.json')).mode & 0o777, 0o600);
    assert.equal(run('authority', 'export', ...options).exitCode, 60);
    assert.equal(run('authority', 'export', ...options, '--force').exitCode, 0);
    assert.equal(runWith('wrong', 'authority', 'import', 'e.json', '--home', 'two').exitCode, 30);
    assert.equal(existsSync(path('two')), false);
    const imported = run('authority', 'import', 'e.json', '--passphrase-file', 'p', '--home', 'two', '--json');
    assert.equal((JSON.parse(imported.stdout) as { created: boolean }).created, true);
    assert.equal(bobReads('--home', 'two'), 'text');
    assert.deepEqual(facts('--home', 'two').modulusSha256, facts().modulusSha256);
  });

  it('adds the keys of another authority, to open only', () => {
    protect();
    const text = runWith('of the export', 'authority', 'export', '--private').stdout;
    const before = facts('--home', 'two');
    assert.equal(run('cat', 'a.ptxt', '--as', 'bob@example.com', '--home', 'two').exitCode, 50);
    writeFileSync(path('p'), 'of the export');
    const args = ['authority', 'import', '-', '--passphrase-file', 'p', '--home', 'two'];
    assert.equal(runCli(path(), args, text).stdout, 'Added 1 key, which opens but does not sign.\n');
    assert.equal(runCli(path(), args, text).stdout, 'The home has all keys of the export already.\n');
    assert.equal(bobReads('--home', 'two'), 'text');
    assert.equal(facts('--home', 'two').modulusSha256, before.modulusSha256);
  });

  it('asks for a passphrase where one is needed, and refuses one where none is', () => {
    writeFileSync(path('p'), 'one');
    assert.equal(run('authority', 'export', '--private').exitCode, 2);
    assert.equal(run('authority', 'export', '--passphrase-file', 'p').exitCode, 2);
    assert.equal(run('authority', 'import', '-', '--passphrase-file', '-').exitCode, 2);
    writeFileSync(path('e.json'), '{}');
    assert.equal(run('authority', 'import', 'e.json', '--passphrase-file', 'p').exitCode, 51);
  });
});
