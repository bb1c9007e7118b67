import { read, readSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { allocate } from './allocate.js';

const readOnce = promisify(read);
const writeOnce = promisify(write);

/** Node passes lengths on as 32-bit integers, so one call must stay below 2 GiB. */
const MAX_BYTES_PER_CALL = 2 ** 30;

/**
 * `length` bytes from `position` of an open file, fewer only where it ends.
 *
 * @param memory - where to put them, at least so many
 * @throws the system's error
 */
export async function readFully(
  descriptor: number,
  position: number,
  length: number,
  memory: Uint8Array = allocate(length),
): Promise<Uint8Array> {
  const bytes = memory.subarray(0, length);
  let done = 0;
  while (done < length) {
    const count = Math.min(length - done, MAX_BYTES_PER_CALL);
    const { bytesRead } = await readOnce(descriptor, bytes, done, count, position + done);
    if (bytesRead === 0) return bytes.slice(0, done);
    done += bytesRead;
  }
  return bytes;
}

/** As {@link readFully}, synchronously. */
export function readFullyAtOnce(
  descriptor: number,
  position: number,
  length: number,
  memory: Uint8Array = allocate(length),
): Uint8Array {
  const bytes = memory.subarray(0, length);
  let done = 0;
  while (done < length) {
    const bytesRead = readSync(descriptor, bytes, done, length - done, position + done);
    if (bytesRead === 0) return bytes.slice(0, done);
    done += bytesRead;
  }
  return bytes;
}

/** Writes all bytes at the current position of an open file. @throws the system's error */
export async function writeFully(descriptor: number, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const count = Math.min(bytes.length - done, MAX_BYTES_PER_CALL);
    const { bytesWritten } = await writeOnce(descriptor, bytes, done, count, null);
    done += bytesWritten;
  }
}

/** As {@link writeFully}, synchronously. */
export function writeFullyAtOnce(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
