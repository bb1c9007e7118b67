/** CBC chains of equal length that have nothing to do with each other: the segments of a run, or short items. */
export interface Chains<T> {
  readonly members: readonly T[];
  /** Bytes of each, whole blocks. */
  readonly length: number;
  /** Writes the plaintext of `member` to `target` from byte `at` on. */
  load(target: Uint8Array, at: number, member: T): void;
  /** Takes the ciphertext of `member` from `source`, where it begins at byte `at`. The memory is used again. */
  store(source: Uint8Array, at: number, member: T): void;
  /** The number of the segment that `member` is, from which its IV is made. */
  segmentNumber(member: T): number;
}
