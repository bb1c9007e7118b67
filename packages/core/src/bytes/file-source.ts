import { close, closeSync, constants, fstatSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { CannotRead } from '../errors.js';
import { readFully, readFullyAtOnce } from './descriptor-io.js';
import { readFailure } from './file-system-errors.js';
import { Quickness, quickOrBeside } from './quick-or-beside.js';
import { rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

const closeDescriptor = promisify(close);

/** Bytes up to which a read of what the system has in memory takes less time than the way to another thread and back. */
const SHORT_READ: number = 64 * 1024;

/** How a file is read. */
export interface FileSourceOptions {
  /**
   * Whether who works on its content reads it at once, as long as that is quick. For threads that have nothing else to do meanwhile:
   * it takes less of the processor's time than the way around the event loop, but all of it in one thread. Default false.
   */
  readonly atOnce?: boolean;
}

/**
 * A file, opened at once. Its size is that of this moment: a file that shrinks later gives short reads, one that grows is
 * read up to the old size.
 *
 * @throws CannotRead when there is no such file, it may not be read, or it is a folder, pipe or device
 */
export function fileSource(path: string, { atOnce = false }: FileSourceOptions = {}): ByteSource {
  const { descriptor, size } = openRegularFile(path);
  const quickness = new Quickness();
  const readShort = quickOrBeside(readFullyAtOnce, readFully);
  const fail = (error: unknown): never => {
    throw readFailure(path, error);
  };
  return rangeSource({
    size,
    readRange: (offset, length, memory) =>
      (length > SHORT_READ ? readFully : readShort)(descriptor, offset, length, memory).catch(fail),
    lendRange: (position, length, reader) => {
      const range = { descriptor, position, length };
      return reader(atOnce && quickness.next() ? { ...range, atOnce: quickness } : range).catch(fail);
    },
    release: () => closeDescriptor(descriptor),
  });
}

function openRegularFile(path: string): { descriptor: number; size: number } {
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to would otherwise wait for ever. It means nothing to a regular file.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return { descriptor, size: stats.size };
    throw stats.isDirectory() ? folderGiven(path) : notRegular(path);
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw readFailure(path, error);
  }
}

function folderGiven(path: string): CannotRead {
  return new CannotRead(`Cannot read ${path}: it is a folder.`, { where: { file: path }, hint: 'Name a file in it.' });
}

function notRegular(path: string): CannotRead {
  return new CannotRead(`Cannot read ${path}: it is not a regular file.`, {
    where: { file: path },
    hint: 'Pass a pipe or device as standard input and name it -.',
  });
}
