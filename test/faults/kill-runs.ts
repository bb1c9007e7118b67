import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FaultPoint } from '@rightsmith/bulk';
import { cliEnvironment, PROGRAM } from '../../packages/cli/test/support/run-cli.js';

/** Where a run is killed: at a point for so many times, or after some time, whatever it does then. */
export type Kill = { readonly point: FaultPoint; readonly times: number } | { readonly afterMs: number };

/** How a run of the program ended. */
export interface EndedRun {
  /** Absent: it was killed. */
  readonly exitCode?: number;
  readonly stderr: string;
}

/** Runs the built program in a folder, and kills it as `kill -9` does, where that is asked for and the run lasts so long. */
export async function runAndKill(folder: string, args: readonly string[], kill?: Kill): Promise<EndedRun> {
  const fault = kill !== undefined && 'point' in kill ? `${kill.point}:${kill.times}` : '';
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...cliEnvironment(folder), RIGHTSMITH_BULK_FAULT: fault },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => (stderr = (stderr + bytes.toString()).slice(-4000)));
  const timer =
    kill !== undefined && 'afterMs' in kill ? setTimeout(() => child.kill('SIGKILL'), kill.afterMs) : undefined;
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { stderr, ...(exitCode !== null && { exitCode }) };
}
