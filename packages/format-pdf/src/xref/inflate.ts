import { createInflate } from 'node:zlib';
import { RightsmithError } from '@rightsmith/core';
import { BoundedOutput, type Allowance } from './bounded-output.js';
import { damaged } from './damage.js';

/** What `Z_SYNC_FLUSH` is: data that ends too early gives what is there. */
const TAKE_WHAT_IS_THERE = { finishFlush: 2, chunkSize: 64 * 1024 } as const;

/** Undoes `FlateDecode`, without its predictor. @throws CorruptFile; LimitReached naming `inflatedBytes` */
export function inflate(data: Uint8Array, allowance: Allowance): Promise<Uint8Array> {
  const output = new BoundedOutput(allowance, data.length * 4);
  const inflater = createInflate(TAKE_WHAT_IS_THERE);
  return new Promise((resolve, reject) => {
    inflater.on('data', (chunk: Uint8Array) => {
      try {
        output.append(chunk);
      } catch (error) {
        inflater.destroy(error as Error);
      }
    });
    inflater.on('end', () => {
      resolve(output.taken());
    });
    inflater.on('error', (cause) => {
      reject(
        RightsmithError.is(cause)
          ? cause
          : damaged('Compressed data cannot be inflated.', 'FlateDecode', undefined, cause),
      );
    });
    inflater.end(data);
  });
}
