import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../src/command-line/run-command-line.js';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';

/** What a run on a terminal shows. */
interface TerminalRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line whose standard output is a terminal. */
async function runOnTerminal(home: string, args: readonly string[], input = ''): Promise<TerminalRun> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const streams = { stdin, stdout: Object.assign(stdout, { isTTY: true }), stderr };
  const exitCode = await runCommandLine(['--home', home, ...args], streams, new AbortController().signal);
  const printed = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString('latin1');
  return { exitCode, stdout: printed(stdout), stderr: printed(stderr) };
}

describe('runCommandLine on a terminal', () => {
  const path = useTemporaryFolder();
  const run = (args: readonly string[], input?: string): Promise<TerminalRun> =>
    runOnTerminal(path('home'), args, input);

  it('prints text', async () => {
    writeFileSync(path('a.txt'), 'plain text\n');
    assert.equal((await run(['protect', path('a.txt')])).exitCode, 0);
    const expected = { exitCode: 0, stdout: 'plain text\n', stderr: '' };
    assert.deepEqual(await run(['cat', path('a.ptxt')]), expected);
    assert.deepEqual(await run(['unprotect', path('a.ptxt'), '-o', '-']), expected);
  });

  it('does not print what is no text, unless somebody insists', async () => {
    writeFileSync(path('a.bin'), 'begins as text\n\u001b[2J');
    await run(['protect', path('a.bin')]);
    const { exitCode, stdout } = await run(['cat', path('a.bin.pfile')]);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.equal((await run(['cat', path('a.bin.pfile'), '-o', '-'])).stdout, 'begins as text\n\u001b[2J');
  });

  it('does not print a protected file, unless somebody insists', async () => {
    const { exitCode, stdout } = await run(['protect', '-'], 'text');
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match((await run(['protect', '-', '-o', '-'], 'text')).stdout, /^\.pfile/);
  });
});

describe('runCommandLine on a terminal, asked for keys', () => {
  const path = useTemporaryFolder();

  it('prints public ones and never private ones', async () => {
    writeFileSync(path('passphrase'), 'of the export');
    for (const output of [[], ['-o', '-']]) {
      const { exitCode, stdout } = await runOnTerminal(path('home'), ['authority', 'export', ...output]);
      assert.equal(exitCode, 0);
      assert.match(stdout, /BEGIN PUBLIC KEY/);
      const args = ['authority', 'export', '--private', '--passphrase-file', path('passphrase'), ...output];
      const refused = await runOnTerminal(path('home'), args);
      assert.deepEqual([refused.exitCode, refused.stdout], [2, '']);
      assert.match(refused.stderr, /Private keys do not go to a terminal/);
    }
  });
});

describe('runCommandLine with a bug in it', () => {
  it('ends with 70 and asks to report it', async () => {
    const stderr = new PassThrough();
    const stdout = Object.assign(new PassThrough(), {
      write: () => {
        throw new TypeError('a bug');
      },
    });
    const streams = { stdin: new PassThrough(), stdout, stderr };
    assert.equal(await runCommandLine(['formats'], streams, new AbortController().signal), 70);
    assert.match(String(stderr.read()), /^rightsmith: Rightsmith failed unexpectedly\.\n.*report it/);
  });
});
