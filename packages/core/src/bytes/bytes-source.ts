import { rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

/** An array as a source. It is not copied: do not change it while the source is in use. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return rangeSource({
    size: bytes.length,
    // Not `slice`: a Buffer's would hand out the caller's own memory.
    readRange: (offset, length) => Promise.resolve(new Uint8Array(bytes.subarray(offset, offset + length))),
  });
}
