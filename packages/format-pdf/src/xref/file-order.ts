import type { CrossReference } from './entries.js';

/** Bytes brought into memory at once where objects lie close together. */
const CLOSE_READ: number = 256 * 1024;

/** Bytes brought into memory for an object that lies alone, before its stream. */
const LONE_READ = 4096;

/** Up to this distance to the next object it is worth reading on. */
const CLOSE: number = 64 * 1024;

/** The plain objects of a file in the order in which they stand there. */
export class FileOrder {
  /** Object numbers. */
  readonly numbers: Readonly<Uint32Array>;
  readonly #entries: CrossReference;
  readonly #fileSize: number;

  constructor(entries: CrossReference, fileSize: number) {
    this.numbers = entries.plainInFileOrder();
    this.#entries = entries;
    this.#fileSize = fileSize;
  }

  /** Where the object at place `index` begins. */
  offset(index: number): number {
    return this.#entries.offsetOf(this.numbers[index] ?? 0);
  }

  /** Where it must have ended: at the next object, or with the file. */
  bound(index: number): number {
    return index + 1 < this.numbers.length ? this.offset(index + 1) : this.#fileSize;
  }

  /** Bytes worth reading from its offset on: the objects that stand close behind one another, and the head of the next one. */
  ahead(index: number): number {
    const start = this.offset(index);
    let end = start;
    for (let next = index; next < this.numbers.length && end - start < CLOSE_READ; next++) {
      if (this.bound(next) - end > CLOSE) break;
      end = this.bound(next);
    }
    return Math.min(CLOSE_READ, end - start + LONE_READ);
  }
}
