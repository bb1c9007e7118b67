import { randomUUID } from 'node:crypto';
import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotWrite } from '@rightsmith/core';

/** How long a change waits for others, in milliseconds; most take well below a second. */
const PATIENCE = 20_000;
/** How often a mark is touched, in milliseconds, as a sign that its process lives. */
const TOUCH_EVERY = 1000;
/** A mark that was not touched for so long, in milliseconds, is that of a process that was killed. */
const LEFT_OVER_AFTER = 5000;
/** The longest pause between two attempts, in milliseconds. Its length is chance, so that two do not step back in step. */
const RETRY_WITHIN = 20;

/**
 * Does `work` while no other process and no other call changes what lies at `path`: whoever reads, changes and writes back
 * would undo what was written in between. Readers need no lock, because files appear whole.
 *
 * Who wants to work puts a mark of its own beside `path` and then looks for those of others: of two at the same time the later
 * one at least sees the other, and steps back. No name of a mark is used twice, so that removing one that a killed process left
 * cannot hit one that was put in its place meanwhile, as it could with one lock file for all.
 *
 * @throws CannotWrite when somebody else is at it for too long; what `work` throws
 */
export async function whileLocked<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const mark = await takeLock(path);
  const touching = setInterval(() => void utimes(mark, new Date(), new Date()).catch(() => undefined), TOUCH_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await removeMark(mark);
  }
}

/** The mark that holds the lock. */
async function takeLock(path: string): Promise<string> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const mark = await tryLock(path);
    if (mark !== undefined) return mark;
    if (performance.now() > end) throw lockedTooLong(path);
    await wait(Math.random() * RETRY_WITHIN);
  }
}

async function tryLock(path: string): Promise<string | undefined> {
  // A look before, or those who wait would hold up one another.
  if ((await livingMarks(path)).length > 0) return undefined;
  const mark = `${path}.lock.${randomUUID()}`;
  try {
    await writeFile(mark, '', { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw cannotChange(mark, cause);
  }
  // Its own must still be there: after a long sleep another one may have taken it for left over.
  const [first, ...others] = await livingMarks(path);
  if (first === mark && others.length === 0) return mark;
  await removeMark(mark);
  return undefined;
}

/** The marks at `path` whose processes live; the others are removed. */
async function livingMarks(path: string): Promise<string[]> {
  const folder = dirname(path);
  const start = `${basename(path)}.lock.`;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw cannotChange(folder, cause);
  });
  const living: string[] = [];
  for (const mark of names.filter((name) => name.startsWith(start)).map((name) => join(folder, name))) {
    if (await isLeftOver(mark)) await removeMark(mark);
    else living.push(mark);
  }
  return living;
}

function isLeftOver(mark: string): Promise<boolean> {
  // The computer's clock, not the authority's: it is compared with the file system's.
  return stat(mark).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > LEFT_OVER_AFTER,
    () => false,
  );
}

async function removeMark(mark: string): Promise<void> {
  await unlink(mark).catch(() => undefined);
}

function cannotChange(file: string, cause: unknown): CannotWrite {
  return new CannotWrite('The home cannot be changed.', { where: { file }, cause });
}

function lockedTooLong(path: string): CannotWrite {
  return new CannotWrite('Another process is changing the home.', {
    where: { file: path },
    hint: `Try again later. If nobody is, remove ${path}.lock.*`,
  });
}
