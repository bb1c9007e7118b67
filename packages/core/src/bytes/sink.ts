import type { ByteSource } from './source.js';

/** Bytes written forward only. */
export interface ByteSink {
  /** Once resolved the array may be reused. Calls must not overlap. @throws CannotWrite when the medium fails */
  write(bytes: Uint8Array): Promise<void>;
}

/** A sink whose result appears all at once or not at all. */
export interface FileSink extends ByteSink {
  /** Flushes and puts the file in its place. @throws OutputExists, CannotWrite; the temporary file is gone then */
  commit(): Promise<void>;
  /** Leaves no trace. Idempotent, and without effect after a successful commit. */
  abort(): Promise<void>;
}

/** A sink that shows what was written to it, so that a result can be checked before it counts. */
export interface ReadableSink extends ByteSink {
  /** What was written so far, by range; readable until the sink ends. The caller closes it. */
  written(): Promise<ByteSource>;
}

/** A sink that keeps what was written. */
export interface MemorySink extends ByteSink {
  /** All bytes written so far, as one array of the caller's own. */
  bytes(): Uint8Array;
}

/** Scratch space: a sink that becomes a source. Nothing of it can be read by others or outlives the process. */
export interface Spool extends ByteSink {
  /** Bytes written so far. */
  readonly size: number;
  /** Ends writing; each call gives a source of its own. Closing it does not free the spool; closing the spool ends it. */
  source(): Promise<ByteSource>;
  /** Frees memory and file; idempotent. */
  close(): Promise<void>;
}
