import { availableBytes, sourceClosed } from './range-source.js';
import type { ByteSource } from './source.js';

/** An array as a source. It is not copied: do not change it while the source is in use. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  let isClosed = false;
  return {
    size: bytes.length,
    // Written out: no read is ever in flight here, and small files are read many times over.
    read: (offset, length) =>
      new Promise((resolve) => {
        const available = availableBytes(bytes.length, offset, length);
        if (isClosed) throw sourceClosed();
        // Not `slice`: a Buffer's would hand out the caller's own memory.
        resolve(new Uint8Array(bytes.subarray(offset, offset + available)));
      }),
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}
