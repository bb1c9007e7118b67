import { lstatSync, readdirSync, readFileSync, type BigIntStats } from 'node:fs';
import {
  bytesSource,
  CannotRead,
  fileIdentity,
  fileSource,
  readFailure,
  systemErrorCode,
  type ByteSource,
  type FileIdentity,
  type FileModel,
} from '@rightsmith/core';

/** A file that is open for reading. */
export interface OpenFile {
  readonly source: ByteSource;
  /** From before it was opened. */
  readonly identity: FileIdentity;
  /** Its mode and times, from before it was opened. */
  readonly model: FileModel;
}

/** Bytes up to which a file is read at once. */
const SHORT = 256 * 1024;

/** Opens a regular file, never by way of a symbolic link. @throws CannotRead */
export function openFile(path: string): OpenFile {
  const stats = statsOf(path);
  if (stats.isDirectory()) throw folderGiven(path);
  if (!stats.isFile())
    throw new CannotRead(`Cannot read ${path}: it is not a regular file.`, { where: { file: path } });
  const source = stats.size > SHORT ? fileSource(path, { atOnce: true }) : shortSource(path);
  return { source, identity: fileIdentity(path, stats), model: modelOf(stats) };
}

function modelOf({ mode, atimeNs, mtimeNs }: BigIntStats): FileModel {
  return { mode: Number(mode), atimeMs: Number(atimeNs) / 1e6, mtimeMs: Number(mtimeNs) / 1e6 };
}

function statsOf(path: string): BigIntStats {
  try {
    return lstatSync(path, { bigint: true });
  } catch (cause) {
    if (systemErrorCode(cause) === 'ENOENT' && path.includes(NO_CHARACTER)) throw namelessFile(path, cause);
    throw readFailure(path, cause);
  }
}

/** What stands for bytes of a name that are no UTF-8: by it the file is not found again. */
const NO_CHARACTER = '\u{fffd}';

function namelessFile(path: string, cause: unknown): CannotRead {
  return new CannotRead('The file cannot be named: its name is not in UTF-8.', {
    where: { file: path },
    hint: 'Rename it, or convert the names in its folder to UTF-8.',
    cause,
  });
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
