import { lstatSync, type BigIntStats } from 'node:fs';
import { CannotRead } from '../errors.js';
import { readFailure } from './file-system-errors.js';

/** What tells whether a file is still the one that was read: it changes when somebody writes to the file or puts another in its place. */
export interface FileIdentity {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds since 1970, as decimal digits: a number of JSON does not hold them. */
  readonly mtimeNs: string;
  /** Decimal digits: it may have 64 bits. */
  readonly inode: string;
  /** Decimal digits. Not for keeping: what is mounted anew may have another. Absent: it is not compared. */
  readonly device?: string;
}

/**
 * The identity of a file at this moment. A symbolic link is none of the file it leads to.
 *
 * @param stats - of the file, if they are known
 * @throws CannotRead
 */
export function fileIdentity(path: string, stats: BigIntStats = statsOf(path)): FileIdentity {
  const { size, mtimeNs, ino, dev } = stats;
  return { path, size: Number(size), mtimeNs: String(mtimeNs), inode: String(ino), device: String(dev) };
}

/** Whether nobody has touched the file since. It has changed where it can no longer be looked at. */
export function isUnchanged({ path, size, mtimeNs, inode, device }: FileIdentity): boolean {
  const now = identityIfAny(path);
  return (
    now?.size === size &&
    now.mtimeNs === mtimeNs &&
    now.inode === inode &&
    (device === undefined || now.device === device)
  );
}

/** The error about a file that somebody changed while it was worked on. */
export function changedMeanwhile(path: string, cause?: unknown): CannotRead {
  return new CannotRead('The file was changed while it was worked on, and is left as it is.', {
    where: { file: path },
    hint: 'Run it again when nobody writes to the file.',
    cause,
  });
}

function identityIfAny(path: string): FileIdentity | undefined {
  try {
    return fileIdentity(path);
  } catch {
    return undefined;
  }
}

function statsOf(path: string): BigIntStats {
  try {
    return lstatSync(path, { bigint: true });
  } catch (cause) {
    throw readFailure(path, cause);
  }
}
