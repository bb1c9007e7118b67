import { UsageError } from '../errors.js';

/** 32-bit words of an AES block. */
export const BLOCK_WORDS = 4;

/** The block at word `at` of `target` becomes the one at `a` of `left` ⊕ the one at `b` of `right`. */
export function xorBlock(
  target: Uint32Array,
  at: number,
  left: Uint32Array,
  a: number,
  right: Uint32Array,
  b: number,
): void {
  // The indices are in range; `?? 0` is for the compiler only and costs nothing.
  target[at] = (left[a] ?? 0) ^ (right[b] ?? 0);
  target[at + 1] = (left[a + 1] ?? 0) ^ (right[b + 1] ?? 0);
  target[at + 2] = (left[a + 2] ?? 0) ^ (right[b + 2] ?? 0);
  target[at + 3] = (left[a + 3] ?? 0) ^ (right[b + 3] ?? 0);
}

/** `bytes`, whole blocks, as 32-bit words in the machine's byte order: a view where they lie on a word boundary, else of a copy. */
export function blockWords(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

/** The same memory without the methods Node adds, some of which (`slice`) do something else than the standard's. */
export function withoutBufferMethods({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** For callers without types, and streams, whose types are only a promise. @throws UsageError for anything but a Uint8Array */
export function checkBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new UsageError('Content must be bytes (Uint8Array).');
}
