import { isByteCount } from '../bytes/range-source.js';
import { LimitReached, UsageError } from '../errors.js';
import type { CipherMode } from './content-cipher.js';
import { cipherModeFacts } from './modes.js';

/** Bytes of an AES block, whatever the key length. */
export const BLOCK_SIZE = 16;

/** Segments one item may have: their numbers are 32 bits wide and must not wrap; crypto.md §2. */
export const MAXIMUM_SEGMENTS: number = 2 ** 32;

/**
 * Bytes of the ciphertext of a whole final item of `plainLength` bytes, without any work; crypto.md §2–§4.
 *
 * @throws UsageError where the mode has no ciphertext of such an item: CBC512 and ECB take multiples of 16 only, and CBC512 no
 * empty one; LimitReached beyond 2^32 segments
 */
export function cipherLength(mode: CipherMode, plainLength: number): number {
  if (!isByteCount(plainLength)) throw new UsageError('The plaintext length must be a whole number of bytes.');
  const { segmentSize, pads, ivStep } = cipherModeFacts(mode);
  if (!pads && plainLength % BLOCK_SIZE !== 0) {
    throw new UsageError(`${mode} does not pad: the plaintext must be a multiple of ${BLOCK_SIZE} bytes.`);
  }
  if (mode === 'CBC512' && plainLength === 0) throw new UsageError('CBC512 has no empty content.');
  const length = pads ? paddedLength(plainLength) : plainLength;
  if (ivStep !== 0) checkSegments(0, Math.ceil(length / segmentSize));
  return length;
}

/** Bytes of so many plaintext bytes with PKCS#7 padding, of which there is always at least one byte; crypto.md §2. */
export function paddedLength(plainLength: number): number {
  return plainLength - (plainLength % BLOCK_SIZE) + BLOCK_SIZE;
}

/** @throws UsageError unless `first` is a whole number; LimitReached when the run ends beyond the last number a segment can have */
export function checkSegments(first: number, count: number): void {
  if (!isByteCount(first)) throw new UsageError('A segment number must be a whole number.');
  if (first + count > MAXIMUM_SEGMENTS) {
    throw new LimitReached('One item cannot have more than 2^32 segments.', {
      limit: 'segments',
      maximum: MAXIMUM_SEGMENTS,
    });
  }
}
