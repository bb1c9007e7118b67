import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program; `npm test` builds it first. */
export const PROGRAM: string = fileURLToPath(new URL('../../bin/rightsmith.js', import.meta.url));

/** What a run left behind. */
export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stdoutBytes: Uint8Array;
  readonly stderr: string;
}

/** The environment of a run in a folder: its own home, and no passphrase of whoever runs the tests. */
export function cliEnvironment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, RIGHTSMITH_HOME: join(folder, 'home'), RIGHTSMITH_PASSPHRASE: '' };
}

/** Runs the built program in a folder; `environment` adds to that of {@link cliEnvironment}. */
export function runCli(
  folder: string,
  args: readonly string[],
  input: string | Uint8Array = '',
  environment: NodeJS.ProcessEnv = {},
): CliRun {
  const run = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...cliEnvironment(folder), ...environment },
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    exitCode: run.status,
    stdout: run.stdout.toString(),
    stdoutBytes: new Uint8Array(run.stdout),
    stderr: run.stderr.toString(),
  };
}
