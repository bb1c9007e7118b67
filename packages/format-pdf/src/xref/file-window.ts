import type { ByteSource } from '@rightsmith/core';
import { readUpTo } from './read-up-to.js';

/** Bytes read at least. */
const SMALLEST_READ = 4096;

/** A stretch of the file in memory, moved along as its reader goes. */
export class FileWindow {
  readonly source: ByteSource;
  /** What is in memory; replaced by `load`. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where it begins in the file. */
  start = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Whether nothing comes behind what is in memory. */
  get reachesEnd(): boolean {
    return this.start + this.bytes.length >= this.source.size;
  }

  /** How many of the file's bytes from `offset` on are in memory. */
  loaded(offset: number): number {
    return offset < this.start ? 0 : Math.max(0, this.start + this.bytes.length - offset);
  }

  /**
   * Brings `length` bytes from `offset` on into memory, fewer only where the file ends, and tells where in `bytes` they begin.
   * Reads up to `ahead` bytes if it has to read at all.
   */
  async load(offset: number, length: number, ahead = 0): Promise<number> {
    const needed = Math.min(length, Math.max(0, this.source.size - offset));
    if (needed === 0) {
      // Behind the end of the file, where nothing is.
      this.bytes = new Uint8Array(0);
      this.start = offset;
    } else if (offset < this.start || this.loaded(offset) < needed) {
      this.bytes = await readUpTo(this.source, offset, Math.max(needed, ahead, SMALLEST_READ));
      this.start = offset;
    }
    return offset - this.start;
  }
}
