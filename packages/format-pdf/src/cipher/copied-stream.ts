import { copySource, type ByteSource } from '@rightsmith/core';
import type { CipheredStream } from './object-cipher.js';

/** A stream that stays as it is. */
export function copiedStream(data: ByteSource): CipheredStream {
  return {
    length: data.size,
    writeTo: async (sink, options) => {
      await copySource(data, sink, options);
    },
  };
}
