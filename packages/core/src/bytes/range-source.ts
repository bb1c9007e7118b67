import { CannotRead, UsageError } from '../errors.js';
import type { ByteSource, FileRange } from './source.js';

/** The medium behind a {@link rangeSource}. */
export interface RangeReader {
  /** Bytes. */
  readonly size: number;
  /**
   * `length` bytes from `offset`, a range inside `size` and never empty. Fewer only when the medium shrank. `memory`, if there is
   * any, has room for them, and they may be put there.
   */
  readRange(offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array>;
  /** For {@link ByteSource.lend}, where the medium is a file: calls `reader` with where in it a range inside `size` lies. */
  lendRange?<T>(offset: number, length: number, reader: (range: FileRange) => Promise<T>): Promise<T>;
  /** Called once, when no read is in flight any more. */
  release?(): Promise<void>;
}

/** A source that keeps the contract of {@link ByteSource} for a medium that only knows ranges inside itself. */
export function rangeSource(reader: RangeReader): ByteSource {
  return new RangeSource(reader);
}

/**
 * How many of `length` bytes from `offset` are there in a source of `size`. Asked before anything is allocated: the length may come
 * from a hostile file.
 *
 * @throws UsageError unless offset and length are whole numbers from 0 to 2^53 - 1
 */
export function availableBytes(size: number, offset: number, length: number): number {
  checkRange(offset, length);
  return Math.min(length, Math.max(0, size - offset));
}

/** The error about a read after the source was closed. */
export function sourceClosed(): CannotRead {
  return new CannotRead('The source was closed before this read.');
}

function checkRange(offset: number, length: number): void {
  if (!isByteCount(offset) || !isByteCount(length)) {
    throw new UsageError(`Offset ${offset} and length ${length} must be whole numbers, not negative, below 2^53.`);
  }
}

/** @throws UsageError unless the range lies inside `source` */
export function checkInside(source: ByteSource, offset: number, length: number): void {
  checkRange(offset, length);
  if (offset + length > source.size) {
    throw new UsageError(`${length} bytes from ${offset} are not all inside a source of ${source.size} bytes.`);
  }
}

/** Whether `value` can be a number of bytes: whole, not negative, below 2^53. */
export function isByteCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** The memory, unless it is too small: it comes from outside. */
function roomFor(length: number, memory: Uint8Array | undefined): Uint8Array | undefined {
  return memory !== undefined && memory.length >= length ? memory : undefined;
}

class RangeSource implements ByteSource {
  readonly size: number;
  readonly lend?: NonNullable<ByteSource['lend']>;
  readonly #reader: RangeReader;
  readonly #inFlight = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(reader: RangeReader) {
    this.size = reader.size;
    this.#reader = reader;
    const lendRange = reader.lendRange?.bind(reader);
    if (lendRange === undefined) return;
    this.lend = async (offset, length, borrower) => {
      checkInside(this, offset, length);
      return this.#underWay(() => lendRange(offset, length, borrower));
    };
  }

  async read(offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array> {
    const available = availableBytes(this.size, offset, length);
    return this.#underWay(async () =>
      available === 0 ? new Uint8Array() : this.#reader.readRange(offset, available, roomFor(available, memory)),
    );
  }

  async #underWay<T>(read: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw sourceClosed();
    const reading = read();
    this.#inFlight.add(reading);
    try {
      return await reading;
    } finally {
      this.#inFlight.delete(reading);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#release();
    return this.#closed;
  }

  async #release(): Promise<void> {
    // A descriptor closed under a read could be reused by somebody else's file before that read runs.
    await Promise.allSettled(this.#inFlight);
    await this.#reader.release?.();
  }
}
