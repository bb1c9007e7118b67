import { endianness } from 'node:os';
import { SECTOR_NUMBER_BYTES } from '../layout.js';

/** Sector numbers as a file holds them, in the place of the bytes where the platform allows it. Bytes short of a number are left out. */
export function sectorNumbers(bytes: Uint8Array): Uint32Array {
  const isInPlace = bytes.byteOffset % SECTOR_NUMBER_BYTES === 0 && endianness() === 'LE';
  const { buffer, byteOffset, byteLength } = isInPlace ? bytes : new Uint8Array(bytes);
  const numbers = new Uint32Array(buffer, byteOffset, Math.floor(byteLength / SECTOR_NUMBER_BYTES));
  if (endianness() === 'BE') Buffer.from(buffer, byteOffset, numbers.byteLength).swap32();
  return numbers;
}

/** How many numbers from `start` up to `end` are `first`, the next one, and so on. */
export function neighbours(numbers: Uint32Array, start: number, end: number, first: number): number {
  const limit = Math.min(end, numbers.length);
  const shift = first - start;
  let index = start;
  // Two million times for a stream of 1 GiB; of two ways to compare this one is done in 32 bits.
  while (index < limit && ((numbers[index] ?? 0) ^ (index + shift)) === 0) index += 1;
  return Math.max(0, index - start);
}
