import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { isProcessAlive, systemErrorCode, UsageError, writeFailure } from '@rightsmith/core';

/** How often a lock is touched, in milliseconds, as a sign that its process lives. */
const TOUCH_EVERY = 1000;
/** A lock of another computer that was not touched for so long, in milliseconds, is left over. */
const LEFT_OVER_AFTER = 15_000;

/** Locks of this process: an earlier one may have had the same process id, as in containers. */
const ownLocks = new Set<string>();

/**
 * Makes sure that nobody else works with a journal, until the function that it returns is called.
 *
 * @throws UsageError while somebody does; CannotWrite
 */
export function lockJournal(path: string): () => void {
  const lock = `${path}.lock`;
  if (!takeLock(lock)) {
    if (!isLeftOver(lock) || !clearAway(lock) || !takeLock(lock)) throw inUse(path, lock);
  }
  ownLocks.add(lock);
  const touching = setInterval(() => {
    touch(lock);
  }, TOUCH_EVERY);
  touching.unref();
  return () => {
    clearInterval(touching);
    ownLocks.delete(lock);
    removeLock(lock);
  };
}

/** Whether it was free. */
function takeLock(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx', 0o600);
    writeSync(file, `${process.pid} ${hostname()}\n`);
    closeSync(file);
    return true;
  } catch (cause) {
    if (systemErrorCode(cause) === 'EEXIST') return false;
    throw writeFailure(lock, cause);
  }
}

/** @param path - where the lock is now */
function isLeftOver(lock: string, path: string = lock): boolean {
  try {
    const { mtimeMs } = statSync(path);
    const [processId, host] = readFileSync(path, 'utf8').trim().split(' ');
    if (host !== hostname()) return Date.now() - mtimeMs > LEFT_OVER_AFTER;
    return Number(processId) === process.pid ? !ownLocks.has(lock) : !isProcessAlive(Number(processId));
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT';
  }
}

/** Removes a lock that is left over. Of several who find it at the same time one may clear away what another took meanwhile: that goes back. */
function clearAway(lock: string): boolean {
  const aside = `${lock}.${process.pid}-${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT';
  }
  const wasLeftOver = isLeftOver(lock, aside);
  if (!wasLeftOver) renameSync(aside, lock);
  else removeLock(aside);
  return wasLeftOver;
}

function touch(lock: string): void {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // Somebody removed it, or may no longer write here; the run goes on all the same.
  }
}

function removeLock(lock: string): void {
  try {
    unlinkSync(lock);
  } catch {
    // It is gone already.
  }
}

function inUse(path: string, lock: string): UsageError {
  return new UsageError('Another process works with this journal.', {
    where: { file: path },
    hint: `Wait until it has ended. If there is none, remove ${lock}.`,
  });
}
