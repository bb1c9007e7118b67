import { availableBytes, sourceClosed } from './range-source.js';
import type { ByteSource } from './source.js';

/** An array as a source. It is not copied: do not change it while the source is in use. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  let isClosed = false;
  return {
    size: bytes.length,
    // Written out: no read is ever in flight here, and small files are read many times over.
    read: (offset, length, memory) =>
      new Promise((resolve) => {
        const available = availableBytes(bytes.length, offset, length);
        if (isClosed) throw sourceClosed();
        const found = bytes.subarray(offset, offset + available);
        // Not `slice`: a Buffer's would hand out the caller's own memory.
        resolve(memory !== undefined && memory.length >= available ? copied(found, memory) : new Uint8Array(found));
      }),
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

function copied(bytes: Uint8Array, memory: Uint8Array): Uint8Array {
  memory.set(bytes);
  return memory.subarray(0, bytes.length);
}
