import { createCipheriv } from 'node:crypto';
import type { RandomSource } from '@rightsmith/core';

/** The same bytes for the same seed, in the same order: the key stream of a cipher whose key is the seed. */
export function seededRandom(seed: number): RandomSource {
  const key = new Uint8Array(16);
  new DataView(key.buffer).setFloat64(0, seed);
  const stream = createCipheriv('aes-128-ctr', key, new Uint8Array(16));
  return { bytes: (length) => new Uint8Array(stream.update(new Uint8Array(length))) };
}
