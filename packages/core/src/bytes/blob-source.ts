import { CannotRead } from '../errors.js';
import { rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

/** A Blob, or a File, as a source. */
export function blobSource(blob: Blob): ByteSource {
  return rangeSource({
    size: blob.size,
    readRange: async (offset, length) => {
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        throw new CannotRead('Cannot read the blob.', { cause });
      }
    },
  });
}
