import { BLOCK_SIZE, PREFIX_SIZE } from './layout.js';

/**
 * Strings and short streams that go through the cipher together. They lie in one array, each behind room for its length prefix
 * and filled up with zeros to whole blocks, so that the cipher can take them as they are.
 */
export class ItemList {
  /** Where items are written to; replaced by `reserve`. */
  bytes: Uint8Array = new Uint8Array(64 * 1024);
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Behind the last item and what fills it up. */
  #used = 0;

  get count(): number {
    return this.#starts.length;
  }

  /** Bytes all items take. */
  get size(): number {
    return this.#used;
  }

  /** Makes room for an item of at most `maximum` bytes and tells where in `bytes` to write it. */
  reserve(maximum: number): number {
    const needed = this.#used + PREFIX_SIZE + maximum + BLOCK_SIZE;
    if (needed > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      bytes.set(this.bytes.subarray(0, this.#used));
      this.bytes = bytes;
    }
    return this.#used + PREFIX_SIZE;
  }

  /** Ends the item whose room was reserved last, which was written up to `end`, and returns its index. */
  add(end: number): number {
    const start = this.#used + PREFIX_SIZE;
    this.#used += Math.ceil((end - this.#used) / BLOCK_SIZE) * BLOCK_SIZE;
    this.bytes.fill(0, end, this.#used);
    this.#ends.push(end);
    return this.#starts.push(start) - 1;
  }

  /** Views of all items as they were written. */
  plain(): Uint8Array[] {
    return this.#starts.map((start, index) => this.bytes.subarray(start, this.#ends[index]));
  }

  /** Bytes of item `index`. */
  lengthOf(index: number): number {
    return (this.#ends[index] ?? 0) - (this.#starts[index] ?? 0);
  }

  /** Views of all items behind their length prefixes, which are written now; `filled`: with the zeros behind them too. */
  prefixed(filled: boolean): Uint8Array[] {
    const view = new DataView(this.bytes.buffer);
    return this.#starts.map((start, index) => {
      const end = this.#ends[index] ?? start;
      const from = start - PREFIX_SIZE;
      view.setUint32(from, end - start);
      return this.bytes.subarray(from, filled ? from + Math.ceil((end - from) / BLOCK_SIZE) * BLOCK_SIZE : end);
    });
  }

  /** Forgets all items. */
  clear(): void {
    this.#starts.length = this.#ends.length = this.#used = 0;
  }
}
