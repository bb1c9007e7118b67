import { allocate } from '../bytes/allocate.js';
import { BLOCK_SIZE, paddedLength } from './sizes.js';

/** A copy of `plain` with PKCS#7 padding: 1 to 16 bytes, each telling their number; crypto.md §2. */
export function pad(plain: Uint8Array): Uint8Array {
  const padded = allocate(paddedLength(plain.length));
  putPadded(padded, 0, plain);
  return padded;
}

/** Writes `plain` and its padding to `target` from byte `at` on. */
export function putPadded(target: Uint8Array, at: number, plain: Uint8Array): void {
  const [end, paddedEnd] = [at + plain.length, at + paddedLength(plain.length)];
  target.set(plain, at);
  target.fill(paddedEnd - end, end, paddedEnd);
}

/** `padded` without its padding; `undefined` when that is wrong. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  const end = unpaddedEnd(padded, 0, padded.length);
  return end === undefined ? undefined : padded.subarray(0, end);
}

/**
 * Where the plaintext ends whose padding ends at `end` of `bytes`; `undefined` when the padding is wrong or would begin
 * before `start`. Every kind of wrong padding takes equally long.
 */
export function unpaddedEnd(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < BLOCK_SIZE) return undefined;
  const value = bytes[end - 1] ?? 0;
  let wrong = Number(value < 1) | Number(value > BLOCK_SIZE);
  for (let distance = 1; distance <= BLOCK_SIZE; distance++) {
    wrong |= Number(distance <= value) * ((bytes[end - distance] ?? 0) ^ value);
  }
  return wrong === 0 ? end - value : undefined;
}

/** A copy of `bytes` with zeros up to the next multiple of `unit`; the same array where there is nothing to fill. */
export function fillUp(bytes: Uint8Array, unit: number): Uint8Array {
  const rest = bytes.length % unit;
  if (rest === 0) return bytes;
  const filled = new Uint8Array(bytes.length - rest + unit);
  filled.set(bytes);
  return filled;
}
