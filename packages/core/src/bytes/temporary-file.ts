import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '../defaults.js';
import { isProcessAlive } from './process-alive.js';

/** A file of ours that is not yet, or never will be, one of the user's. */
export interface TemporaryFile {
  readonly path: string;
  /** Open for reading and writing. */
  readonly handle: FileHandle;
}

/** Host, process, run and a number of its own. Short, whatever the target is called: names end at 255 bytes. */
const NAME = /^\.rightsmith-([0-9a-f]{8})-([1-9][0-9]{0,9})-([0-9a-f]{1,14})-[0-9a-f]{12}\.tmp$/;

/** A new file with these permission bits, less the umask, after the folder was swept. @throws the system's error */
export async function createTemporaryFile(folder: string, mode: number): Promise<TemporaryFile> {
  await sweepTemporaryFiles(folder);
  const path = temporaryPath(folder);
  return { path, handle: await open(path, 'wx+', mode) };
}

/** A path in the folder that no file has, and that a later run knows for a temporary file of ours. */
export function temporaryPath(folder: string): string {
  return join(folder, `${namesPrefix()}${Buffer.from(systemRandom.bytes(6)).toString('hex')}.tmp`);
}

/** Whether it is the name of such a file, of whatever process. */
export function isTemporaryFileName(name: string): boolean {
  return NAME.test(name);
}

/** Closes and removes it; never throws, whatever is left of it. */
export async function discardTemporaryFile({ path, handle }: TemporaryFile): Promise<void> {
  await handle.close().catch(() => undefined);
  await unlink(path).catch(() => undefined);
}

/**
 * Removes the temporary files that killed processes of this host left in a folder, and tells how many. Those of living
 * processes and of other hosts (the folder may be on a network) stay. Never throws: a file that cannot be removed stays.
 */
export async function sweepTemporaryFiles(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names.filter((candidate) => NAME.test(candidate))) {
    const path = join(folder, name);
    if (!(await isLeftOver(name, path))) continue;
    removed += await unlink(path).then(
      () => 1,
      () => 0,
    );
  }
  return removed;
}

async function isLeftOver(name: string, path: string): Promise<boolean> {
  const [, host, processId, run] = NAME.exec(name) ?? [];
  if (host !== hostId() || run === runId()) return false;
  return Number(processId) === process.pid ? isOlderThanProcess(path) : !isProcessAlive(Number(processId));
}

/**
 * In containers every run of a program may have the same process id. A file that was last touched before we started is an
 * earlier run's; a younger one may be a worker thread's.
 */
async function isOlderThanProcess(path: string): Promise<boolean> {
  const startedAtMs = Date.now() - process.uptime() * 1000;
  return stat(path).then(
    ({ ctimeMs }) => ctimeMs < startedAtMs,
    () => false,
  );
}

let knownPrefix: string | undefined;

/** Of the names that this thread gives. */
function namesPrefix(): string {
  return (knownPrefix ??= `.rightsmith-${hostId()}-${process.pid}-${runId()}-`);
}

let knownHostId: string | undefined;

function hostId(): string {
  return (knownHostId ??= createHash('sha256').update(hostname()).digest('hex').slice(0, 8));
}

/** When this process, or this thread of it, started: another in the next run with the same process id. */
function runId(): string {
  return Math.round(performance.timeOrigin).toString(16);
}
