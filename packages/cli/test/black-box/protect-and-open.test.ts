import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { runCli, type CliRun } from '../support/run-cli.js';

const TEXT = 'Zürich 東京\n'.repeat(1000);
const FOR_ALICE = ['--to', 'alice@example.com:VIEW'];

describe('rightsmith protect, unprotect and cat', () => {
  const path = useTemporaryFolder();
  const run = (...args: string[]): CliRun => runCli(path(), args);
  const succeed = (...args: string[]): string => {
    const { exitCode, stdout, stderr } = run(...args);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const names = (): string[] => readdirSync(path()).filter((name) => name !== 'home');
  beforeEach(() => {
    writeFileSync(path('a.txt'), TEXT);
  });

  it('protects beside the original and brings it back, with mode and times', () => {
    chmodSync(path('a.txt'), 0o640);
    utimesSync(path('a.txt'), new Date('2020-02-03T04:05:06Z'), new Date('2020-02-03T04:05:06Z'));
    assert.equal(succeed('protect', 'a.txt', ...FOR_ALICE), 'Protected a.txt as a.ptxt\n');
    assert.ok(!readFileSync(path('a.ptxt')).includes('Zürich'));
    assert.equal(succeed('unprotect', 'a.ptxt', '-o', 'back.txt'), 'Unprotected a.ptxt as back.txt\n');
    assert.equal(readFileSync(path('back.txt'), 'utf8'), TEXT);
    for (const name of ['a.ptxt', 'back.txt']) {
      const { mode, mtime } = statSync(path(name));
      assert.equal(mode & 0o777, 0o640, name);
      assert.equal(mtime.toISOString(), '2020-02-03T04:05:06.000Z', name);
    }
    assert.deepEqual(names(), ['a.ptxt', 'a.txt', 'back.txt']);
  });

  it('prints content for who may view, and removes protection for who may export', () => {
    succeed('protect', 'a.txt', '--to', 'alice@example.com:VIEW', '--to', 'bob@example.com:view,export');
    assert.equal(succeed('cat', 'a.ptxt', '--as', 'alice@example.com'), TEXT);
    assert.equal(run('unprotect', 'a.ptxt', '--as', 'alice@example.com', '-o', 'x').exitCode, 31);
    assert.equal(run('cat', 'a.ptxt', '--as', 'carol@example.com').exitCode, 31);
    succeed('unprotect', 'a.ptxt', '--as', 'bob@example.com', '-o', 'x');
    assert.equal(readFileSync(path('x'), 'utf8'), TEXT);
  });

  it('gives the same with several threads, and refuses what is no number of them', () => {
    const content = randomBytes(3 * 1024 * 1024 + 5);
    writeFileSync(path('b.bin'), content);
    succeed('protect', 'b.bin', '--threads', '2');
    succeed('unprotect', 'b.bin.pfile', '-o', 'back.bin', '--threads', '2');
    assert.ok(readFileSync(path('back.bin')).equals(content));
    assert.ok(Buffer.from(run('cat', 'b.bin.pfile', '--threads', '2').stdoutBytes).equals(content));
    for (const wrong of ['0', '65', 'two']) {
      const { exitCode, stderr } = run('protect', 'a.txt', '--threads', wrong);
      assert.deepEqual([exitCode, names()], [2, ['a.txt', 'b.bin', 'b.bin.pfile', 'back.bin']], stderr);
    }
  });

  it('leaves a file without people to its owner', () => {
    succeed('protect', 'a.txt', '--as', 'alice@example.com');
    assert.equal(run('cat', 'a.ptxt', '--as', 'bob@example.com').exitCode, 31);
    assert.equal(succeed('cat', 'a.ptxt', '--as', 'alice@example.com'), TEXT);
  });

  it('works in place: the result is there, then the input goes', () => {
    succeed('protect', 'a.txt', '--in-place', ...FOR_ALICE);
    assert.deepEqual(names(), ['a.ptxt']);
    assert.equal(run('unprotect', 'a.ptxt', '--in-place', '--as', 'alice@example.com').exitCode, 31);
    assert.deepEqual(names(), ['a.ptxt']);
    succeed('unprotect', 'a.ptxt', '--in-place');
    assert.deepEqual(names(), ['a.txt']);
    assert.equal(readFileSync(path('a.txt'), 'utf8'), TEXT);
  });

  it('follows a link in place, so that no plaintext is left behind it', () => {
    mkdirSync(path('real'));
    renameSync(path('a.txt'), path('real/a.txt'));
    symlinkSync(path('real/a.txt'), path('link.txt'));
    succeed('protect', 'link.txt', '--in-place', ...FOR_ALICE);
    assert.deepEqual(readdirSync(path('real')), ['a.ptxt']);
  });

  it('never overwrites without force, and never the input', () => {
    writeFileSync(path('a.ptxt'), 'mine');
    assert.equal(run('protect', 'a.txt', ...FOR_ALICE).exitCode, 60);
    assert.equal(readFileSync(path('a.ptxt'), 'utf8'), 'mine');
    assert.equal(run('protect', 'a.txt', '-o', './a.txt', '--force', ...FOR_ALICE).exitCode, 2);
    assert.equal(readFileSync(path('a.txt'), 'utf8'), TEXT);
    succeed('protect', 'a.txt', '--force', ...FOR_ALICE);
    assert.notEqual(readFileSync(path('a.ptxt'), 'utf8'), 'mine');
  });

  it('names results as other programs do, or as forced to', () => {
    writeFileSync(path('b.vsd'), TEXT);
    succeed('protect', 'a.txt', 'b.vsd', '-o', 'auto/', ...FOR_ALICE);
    assert.deepEqual(readdirSync(path('auto')), ['a.ptxt', 'b.vsd.pfile']);
    succeed('protect', 'a.txt', 'b.vsd', '-o', 'generic/', '--pfile', ...FOR_ALICE);
    assert.deepEqual(readdirSync(path('generic')), ['a.txt.pfile', 'b.vsd.pfile']);
    succeed('protect', 'a.txt', 'b.vsd', '-o', 'native/', '--native', ...FOR_ALICE);
    assert.deepEqual(readdirSync(path('native')), ['a.ptxt', 'b.pvsd']);
  });

  it('works in pipes', () => {
    const bytes = runCli(path(), ['protect', '-', '--filename', 'x.txt', ...FOR_ALICE], TEXT).stdoutBytes;
    writeFileSync(path('piped'), bytes);
    assert.match(succeed('inspect', 'piped'), /Original type: +\.txt/);
    assert.equal(runCli(path(), ['cat', '-', '--as', 'alice@example.com'], bytes).stdout, TEXT);
    assert.equal(runCli(path(), ['unprotect', '-', '-o', '-'], bytes).stdout, TEXT);
  });

  it('prints nothing of a file that was cut, also from a pipe', () => {
    succeed('protect', 'a.txt', ...FOR_ALICE);
    const cut = readFileSync(path('a.ptxt')).subarray(0, -7);
    writeFileSync(path('cut.ptxt'), cut);
    for (const { exitCode, stdout } of [run('cat', 'cut.ptxt'), runCli(path(), ['cat', '-'], cut)]) {
      assert.equal(exitCode, 51);
      assert.equal(stdout, '');
    }
    assert.equal(run('unprotect', 'cut.ptxt').exitCode, 51);
    assert.deepEqual(names(), ['a.ptxt', 'a.txt', 'cut.ptxt']);
  });

  const failures: readonly (readonly [string, readonly string[], number])[] = [
    ['a template that is not there', ['protect', 'a.txt', '--template', 'Nonsense'], 50],
    ['an input that is not there', ['protect', 'none.txt'], 60],
    ['a folder as input', ['protect', '.'], 60],
    ['an identity that is no address', ['protect', 'a.txt', '--as', 'nobody'], 2],
    ['a person that is no address', ['protect', 'a.txt', '--to', 'some body:VIEW'], 2],
    ['an owner that is no address', ['protect', 'a.txt', '--owner', 'nobody'], 2],
    ['an end in the past', ['protect', 'a.txt', '--expires', '2001-01-01', ...FOR_ALICE], 2],
    ['a name that licences cannot hold', ['protect', 'a.txt', '--name', 'a:b', ...FOR_ALICE], 2],
    ['a referral that is no URL', ['protect', 'a.txt', '--referral', 'nonsense', ...FOR_ALICE], 2],
    ['a plain file to unprotect', ['unprotect', 'a.txt'], 21],
    ['a plain file to print', ['cat', 'a.txt'], 21],
    ['both force flags', ['protect', 'a.txt', '--pfile', '--native'], 2],
    ['standard input twice', ['protect', '-', '-', '-o', 'x/'], 2],
    ['a name for standard input that is no input', ['protect', 'a.txt', '--filename', 'b.txt'], 2],
  ];
  for (const [title, args, exitCode] of failures) {
    it(`refuses ${title} with ${exitCode}`, () => {
      const result = run(...args);
      assert.equal(result.exitCode, exitCode, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, new RegExp(` code: {2}\\w+ \\(exit ${exitCode}\\)\n$`));
      assert.deepEqual(names(), ['a.txt']);
    });
  }

  it('refuses to protect twice', () => {
    succeed('protect', 'a.txt', ...FOR_ALICE);
    assert.equal(run('protect', 'a.ptxt', ...FOR_ALICE).exitCode, 21);
  });

  it('does the files that can be done, and says that some could not', () => {
    writeFileSync(path('b.txt'), TEXT);
    const { exitCode, stdout, stderr } = run('protect', 'a.txt', 'none.txt', 'b.txt', ...FOR_ALICE);
    assert.equal(exitCode, 61);
    assert.equal(stdout, 'Protected a.txt as a.ptxt\nProtected b.txt as b.ptxt\n');
    assert.match(stderr, /^rightsmith: none\.txt: .*CannotRead.*1 of 3 files failed/s);
  });

  it('takes who asks, and the right to remove protection, from a profile', () => {
    const profile = { as: 'alice@example.com', removalRight: 'PRINT' };
    writeFileSync(path('config.json'), JSON.stringify({ profiles: { work: profile } }));
    succeed('protect', 'a.txt', '--to', 'alice@example.com:VIEW,PRINT');
    assert.equal(run('unprotect', 'a.ptxt', '-o', 'x', '--as', 'alice@example.com').exitCode, 31);
    succeed('unprotect', 'a.ptxt', '-o', 'x', '--config', 'config.json', '--profile', 'work');
    assert.ok(existsSync(path('x')));
  });
});
