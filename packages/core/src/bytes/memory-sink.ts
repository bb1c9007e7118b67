import { GrowingBytes } from './growing-bytes.js';
import type { MemorySink } from './sink.js';

/** A sink that keeps what was written in memory. */
export function memorySink(): MemorySink {
  const written = new GrowingBytes();
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        written.append(bytes);
        resolve();
      }),
    bytes: () => written.view().slice(),
  };
}
