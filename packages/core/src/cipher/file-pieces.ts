import { readSync } from 'node:fs';
import { allocate } from '../bytes/allocate.js';
import { systemErrorCode } from '../bytes/file-system-errors.js';
import { PIECE_BYTES } from '../bytes/piece.js';
import type { FileRange } from '../bytes/source.js';
import type { Pieces } from './segment-cipher.js';

/** Says that a file is shorter than it was. */
class FileEnded extends Error {}

/** Says with which of its errors the system refused to read. */
export class FileUnreadable extends Error {
  readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : undefined, { cause });
    this.code = systemErrorCode(cause) ?? 'EIO';
  }
}

/**
 * The bytes of a range of a file, read when they are asked for, always into the same memory: there they are still in the cache
 * when they are worked on, and reading into memory that is not takes the system several times as long.
 */
export class FilePieces implements Pieces {
  readonly length: number;
  readonly #range: FileRange;
  readonly #memory: Uint8Array;
  /** What of the range is in memory. */
  #start = 0;
  #end = 0;

  /** @param memory - {@link piecesMemory}, in use for one range at a time */
  constructor(range: FileRange, memory: Uint8Array) {
    this.length = range.length;
    this.#range = range;
    this.#memory = memory;
  }

  /** Bytes that lie in one piece, until the next call. @throws FileEnded, FileUnreadable */
  subarray(start = 0, end: number = this.length): Uint8Array {
    if (start < this.#start || end > this.#end) this.#read(start);
    return this.#memory.subarray(start - this.#start, end - this.#start);
  }

  #read(start: number): void {
    this.#start = this.#end = start;
    const end = Math.min(start + this.#memory.length, this.length);
    while (this.#end < end) {
      const count = this.#readOnce(this.#end - start, end - this.#end);
      if (count === 0) throw new FileEnded();
      this.#end += count;
    }
  }

  #readOnce(at: number, length: number): number {
    const { descriptor, position, atOnce } = this.#range;
    const read = (): number => readSync(descriptor, this.#memory, at, length, position + this.#end);
    try {
      return atOnce === undefined ? read() : atOnce.take(read);
    } catch (cause) {
      throw new FileUnreadable(cause);
    }
  }
}

/** What comes of work on {@link FilePieces}; nothing where the file ended before. @throws FileUnreadable; what the work throws */
export function nothingBeyondEnd(work: () => Uint8Array): Uint8Array {
  try {
    return work();
  } catch (error) {
    if (error instanceof FileEnded) return new Uint8Array();
    throw error;
  }
}

/** Memory for {@link FilePieces}. */
export function piecesMemory(): Uint8Array {
  return allocate(PIECE_BYTES);
}
