import { lstatSync, type Stats } from 'node:fs';
import { CannotRead } from '../errors.js';
import { readFailure } from './file-system-errors.js';

/** What tells whether a file is still the one that was read: it changes when somebody writes to the file or puts another in its place. */
export interface FileIdentity {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

/**
 * The identity of a file at this moment. A symbolic link is none of the file it leads to.
 *
 * @param stats - of the file, if they are known
 * @throws CannotRead
 */
export function fileIdentity(path: string, stats: Stats = statsOf(path)): FileIdentity {
  const { size, mtimeMs, ino: inode } = stats;
  return { path, size, mtimeMs, inode };
}

/** Whether nobody has touched the file since. */
export function isUnchanged({ path, size, mtimeMs, inode }: FileIdentity): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.size === size && stats.mtimeMs === mtimeMs && stats.ino === inode;
}

/** The error about a file that somebody changed while it was worked on. */
export function changedMeanwhile(path: string, cause?: unknown): CannotRead {
  return new CannotRead('The file was changed while it was worked on, and is left as it is.', {
    where: { file: path },
    hint: 'Run it again when nobody writes to the file.',
    cause,
  });
}

function statsOf(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}
