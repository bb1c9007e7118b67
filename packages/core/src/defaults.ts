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

/** The operating system's randomness. */
export const systemRandom: RandomSource = { bytes: (length) => new Uint8Array(randomBytes(length)) };
