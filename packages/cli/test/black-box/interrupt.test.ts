import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { cliEnvironment, PROGRAM, runCli } from '../support/run-cli.js';

const MIB = 1024 * 1024;

describe('an interrupted rightsmith', () => {
  const path = useTemporaryFolder();
  beforeEach(() => {
    for (const folder of ['work', 'scratch']) mkdirSync(path(folder), { recursive: true });
  });

  function start(...args: string[]): ChildProcessWithoutNullStreams {
    const env = { ...cliEnvironment(path()), TMPDIR: path('scratch') };
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: path('work'), env });
    // It ends while there is more for it to read.
    child.stdin.on('error', () => undefined);
    return child;
  }

  /** Gives it that many bytes, without an end after them. */
  function feed(child: ChildProcessWithoutNullStreams, bytes: number): Promise<unknown> {
    return new Promise((resolve) => child.stdin.write(new Uint8Array(bytes), resolve));
  }

  async function interrupt(child: ChildProcessWithoutNullStreams): Promise<string> {
    const stderr: Buffer[] = [];
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
    return Buffer.concat(stderr).toString();
  }

  it('leaves nothing of a stream that has not ended', async () => {
    const child = start('protect', '-', '-o', 'protected');
    await feed(child, 5 * MIB);
    assert.equal(readdirSync(path('work')).length, 1);
    assert.match(await interrupt(child), /code: {2}Aborted \(exit 130\)/);
    assert.deepEqual([readdirSync(path('work')), readdirSync(path('scratch'))], [[], []]);
  });

  it('leaves nothing of what it kept of standard input', async () => {
    const child = start('unprotect', '-', '-o', 'plain');
    await feed(child, 20 * MIB);
    await interrupt(child);
    assert.deepEqual([readdirSync(path('work')), readdirSync(path('scratch'))], [[], []]);
  });

  it('waits for no reader of standard output', async () => {
    writeFileSync(path('work/a.bin'), '');
    truncateSync(path('work/a.bin'), 8 * MIB);
    runCli(path('work'), ['--home', path('home'), 'protect', 'a.bin']);
    const child = start('cat', 'a.bin.pfile');
    await once(child.stdout, 'readable');
    await interrupt(child);
  });

  it('ends at once when it is interrupted again', async () => {
    const signals = new URL('../../dist/command-line/signals.js', import.meta.url).href;
    const program = `
      import { listenForSignals } from ${JSON.stringify(signals)};
      listenForSignals().signal.addEventListener('abort', () => console.log('aborted'));
      setInterval(() => undefined, 1000);
      console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
  });
});
