import { damaged } from './damage.js';

/** Bytes beside the file's own size. */
const PATIENCE: number = 64 * 1024 * 1024;

/** Bytes up to which an object may be read as often as it is asked for. */
const SMALL_OBJECT: number = 64 * 1024;

/**
 * How many bytes of a file may be looked through in vain: for ends that are not where they should be, and in objects that lie
 * inside each other. A sane file needs next to none of it; a crafted one could otherwise make its reader look at the same
 * bytes for every object it has.
 */
export class Patience {
  #left: number;

  constructor(fileSize: number) {
    this.#left = PATIENCE + fileSize;
  }

  /** An object of `bytes` was read to be understood: large ones not without end, because they too may lie inside each other. @throws CorruptFile */
  read(bytes: number, offset: number): void {
    if (bytes > SMALL_OBJECT) this.spend(bytes, offset);
  }

  /** `bytes` were looked through for what stands at `offset`. @throws CorruptFile */
  spend(bytes: number, offset: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw damaged('Too many of its objects have no end, or lie inside each other.', 'file', offset);
  }
}
