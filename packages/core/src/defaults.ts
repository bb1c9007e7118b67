import { randomBytes } from 'node:crypto';
import type { Clock, Logger, RandomSource } from './types.js';

/** Drops every message. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The computer's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Bytes of randomness fetched at a time, and up to which a request is served from them: each way to it costs more than the bytes. */
const [POOL_BYTES, POOLED_BYTES] = [1024, 64];

let pool: Uint8Array = new Uint8Array(0);
let poolUsed = 0;

/** The operating system's randomness. */
export const systemRandom: RandomSource = {
  bytes: (length) => {
    if (length > POOLED_BYTES) return new Uint8Array(randomBytes(length));
    if (poolUsed + length > pool.length) {
      pool = new Uint8Array(randomBytes(POOL_BYTES));
      poolUsed = 0;
    }
    const end = poolUsed + length;
    const bytes = pool.slice(poolUsed, end);
    // It may be a key: nothing of it stays here.
    pool.fill(0, poolUsed, end);
    poolUsed = end;
    return bytes;
  },
};
