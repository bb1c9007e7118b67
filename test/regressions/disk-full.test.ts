import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cliEnvironment, PROGRAM } from '../../packages/cli/test/support/run-cli.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const MIB = 2 ** 20;

describe('a full disk, at which others hung', () => {
  const path = useTemporaryFolder();

  /** Runs the program in a folder where no file may become larger than so many KiB: to a program that is as a full disk. */
  function run(kibibytes: number, ...args: string[]): { readonly code: string; readonly exitCode: number | null } {
    const command = `ulimit -f ${kibibytes}; exec "$0" "$@"`;
    const { status, stdout } = spawnSync('bash', ['-c', command, process.execPath, PROGRAM, ...args, '--json'], {
      cwd: path('work'),
      env: cliEnvironment(path()),
      encoding: 'utf8',
      timeout: 50_000,
    });
    const { error } = JSON.parse(stdout) as { readonly error?: { readonly code: string } };
    return { code: error?.code ?? 'none', exitCode: status };
  }

  it('ends in order in the middle of a file, leaves no part of it, and the original as it was', () => {
    mkdirSync(path('work'));
    const content = Buffer.alloc(3 * MIB, 'content ');
    writeFileSync(path('work/a.bin'), content);
    assert.deepEqual(run(1024, 'protect', 'a.bin', '--in-place'), { code: 'CannotWrite', exitCode: 60 });
    assert.deepEqual(readdirSync(path('work')), ['a.bin']);
    assert.deepEqual(readFileSync(path('work/a.bin')), content);
    assert.equal(run(8192, 'protect', 'a.bin', '--in-place').code, 'none');
    const guarded = readFileSync(path('work/a.bin.pfile'));
    assert.deepEqual(run(1024, 'unprotect', 'a.bin.pfile', '--in-place'), { code: 'CannotWrite', exitCode: 60 });
    assert.deepEqual(
      run(1024, 'republish', 'a.bin.pfile', '--to', 'bob@example.com:VIEW', '--in-place').code,
      'CannotWrite',
    );
    assert.deepEqual(readFileSync(path('work/a.bin.pfile')), guarded);
    assert.deepEqual(readdirSync(path('work')), ['a.bin.pfile']);
  });

  it('is told of a device that takes nothing', () => {
    mkdirSync(path('work'));
    writeFileSync(path('work/a.bin'), 'content');
    const command = '"$0" "$@" > /dev/full';
    const { status } = spawnSync('bash', ['-c', command, process.execPath, PROGRAM, 'protect', 'a.bin', '-o', '-'], {
      cwd: path('work'),
      env: cliEnvironment(path()),
      timeout: 50_000,
    });
    assert.equal(status, 60);
  });
});
