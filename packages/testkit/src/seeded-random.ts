import { createCipheriv, type Cipher } from 'node:crypto';
import type { RandomSource } from '@rightsmith/core';

/** The same bytes for the same seed, in the same order: the key stream of a cipher whose key is the seed. */
export function seededRandom(seed: number): RandomSource {
  const key = new Uint8Array(16);
  new DataView(key.buffer).setFloat64(0, seed);
  // Many who get one never ask it.
  let stream: Cipher | undefined;
  return {
    bytes: (length) => {
      stream ??= createCipheriv('aes-128-ctr', key, new Uint8Array(16));
      return new Uint8Array(stream.update(new Uint8Array(length)));
    },
  };
}
