import { unfilledBytes } from './blocks.js';
import { BLOCK_SIZE } from './sizes.js';

/** A copy of `plain` with PKCS#7 padding: 1 to 16 bytes, each telling their number; crypto.md §2. */
export function pad(plain: Uint8Array): Uint8Array {
  const value = BLOCK_SIZE - (plain.length % BLOCK_SIZE);
  const padded = unfilledBytes(plain.length + value);
  padded.set(plain);
  padded.fill(value, plain.length);
  return padded;
}

/** `padded` without its padding; `undefined` when it is wrong. Takes equally long for every kind of wrong padding. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  const value = padded.at(-1) ?? 0;
  let wrong = Number(value < 1) | Number(value > BLOCK_SIZE) | Number(padded.length < BLOCK_SIZE);
  for (let distance = 1; distance <= BLOCK_SIZE; distance++) {
    const byte = padded.at(-distance) ?? 0;
    wrong |= Number(distance <= value) * (byte ^ value);
  }
  return wrong === 0 ? padded.subarray(0, padded.length - value) : undefined;
}

/** A copy of `bytes` with zeros up to the next multiple of `unit`; the same array where there is nothing to fill. */
export function fillUp(bytes: Uint8Array, unit: number): Uint8Array {
  const rest = bytes.length % unit;
  if (rest === 0) return bytes;
  const filled = new Uint8Array(bytes.length - rest + unit);
  filled.set(bytes);
  return filled;
}
