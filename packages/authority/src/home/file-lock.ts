import { open, stat, unlink, utimes } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotWrite } from '@rightsmith/core';

/** How long a change waits for others, in milliseconds; most take well below a second. */
const PATIENCE = 20_000;
/** How often a lock is touched, in milliseconds, as a sign that its process lives. */
const TOUCH_EVERY = 1000;
/** A lock that was not touched for so long, in milliseconds, is that of a process that was killed. */
const LEFT_OVER_AFTER = 5000;
const RETRY_AFTER = 20;

/**
 * Does `work` while no other process and no other call changes what lies at `path`: whoever reads, changes and writes back
 * would undo what was written in between. Readers need no lock, because files appear whole.
 *
 * @throws CannotWrite when somebody else is at it for too long; what `work` throws
 */
export async function whileLocked<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const end = performance.now() + PATIENCE;
  while (!(await takeLock(lock))) {
    if (await isLeftOver(lock)) await unlink(lock).catch(() => undefined);
    else if (performance.now() > end) throw lockedTooLong(path, lock);
    else await wait(RETRY_AFTER);
  }
  const touching = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => undefined), TOUCH_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await unlink(lock).catch(() => undefined);
  }
}

/** Whether it was free. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600);
    await handle.close();
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new CannotWrite('The home cannot be changed.', { where: { file: lock }, cause });
  }
}

function isLeftOver(lock: string): Promise<boolean> {
  // The computer's clock, not the authority's: it is compared with the file system's.
  return stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > LEFT_OVER_AFTER,
    () => false,
  );
}

function lockedTooLong(path: string, lock: string): CannotWrite {
  return new CannotWrite('Another process is changing the home.', {
    where: { file: path },
    hint: `Try again later. If nobody is, remove ${lock}.`,
  });
}
