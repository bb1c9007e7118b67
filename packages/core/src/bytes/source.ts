import type { Quickness } from './quick-or-beside.js';

/** Bytes of an open file. */
export interface FileRange {
  readonly descriptor: number;
  /** Bytes from its start. */
  readonly position: number;
  /** Bytes. */
  readonly length: number;
  /** Present where it may be read at once in the thread that asks for it, in short steps. */
  readonly atOnce?: Quickness;
}

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
  /**
   * Lends the file that the bytes lie in as they are, so that another thread can read the range there by itself. Until `reader`
   * is done that is a read in flight: the file stays open. Absent where there is no such file.
   *
   * @throws as `read`, for a range that is not inside the source too; what `reader` throws
   */
  readonly lend?: <T>(offset: number, length: number, reader: (range: FileRange) => Promise<T>) => Promise<T>;
  /** By whoever opened it; idempotent. Reads after it fail with CannotRead. */
  close(): Promise<void>;
}
