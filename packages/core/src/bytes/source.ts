/** Bytes that can be read by range. The only form of input inside Rightsmith; paths, arrays and streams are adapted at the edge. */
export interface ByteSource {
  /** Bytes, below 2^53. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, fewer only where the source ends. The result is the caller's to keep and change.
   * Calls may overlap in time.
   *
   * @param memory - at least `length` bytes that the caller gives away for this: the result may lie there, which spares fresh memory
   * @throws CannotRead when the medium fails; UsageError for a negative or fractional offset or length
   */
  read(offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array>;
  /** By whoever opened it; idempotent. Reads after it fail with CannotRead. */
  close(): Promise<void>;
}
