import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { bytesSource, CannotRead, fileSource, readFailure, type ByteSource } from '@rightsmith/core';
import type { FileIdentity } from '../pool/messages.js';

/** A file that is open for reading. */
export interface OpenFile {
  readonly source: ByteSource;
  /** From before it was opened. */
  readonly identity: FileIdentity;
}

/** Bytes up to which a file is read at once. */
const SHORT = 256 * 1024;

/** Opens a regular file, never by way of a symbolic link. @throws CannotRead */
export function openFile(path: string): OpenFile {
  const stats = statsOf(path);
  if (stats.isDirectory()) throw folderGiven(path);
  if (!stats.isFile())
    throw new CannotRead(`Cannot read ${path}: it is not a regular file.`, { where: { file: path } });
  const { size, mtimeMs, ino: inode } = stats;
  return { source: size > SHORT ? fileSource(path) : shortSource(path), identity: { path, size, mtimeMs, inode } };
}

/** Whether nobody has touched a file since. */
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

function shortSource(path: string): ByteSource {
  try {
    const bytes = readFileSync(path);
    return bytesSource(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

/** A folder is worked on only where it could not be looked through, or was not to be. */
function folderGiven(path: string): CannotRead {
  try {
    readdirSync(path);
  } catch (cause) {
    return new CannotRead('The folder cannot be read.', {
      where: { file: path },
      hint: 'Make sure that you may read it, or leave it out by --exclude.',
      cause,
    });
  }
  return new CannotRead(`Cannot read ${path}: it is a folder.`, {
    where: { file: path },
    hint: 'Say --recursive to work on all files in it.',
  });
}
