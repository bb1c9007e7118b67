import { ecbEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { blockWords, unfilledBytes } from './blocks.js';
import { BLOCK_SIZE } from './sizes.js';

/** Makes the initialization vectors of segments: the segment's number times `ivStep`, little-endian, encrypted; crypto.md §2–§3. */
export class SegmentIvs {
  readonly #ecb: BlockStream;
  readonly #ivStep: number;

  constructor(key: Uint8Array, ivStep: number) {
    this.#ecb = ecbEncryption(key);
    this.#ivStep = ivStep;
  }

  /** The vectors of `count` segments from number `first`, one after the other, as 32-bit words. */
  of(first: number, count: number): Uint32Array {
    return blockWords(this.#ecb.update(this.counters(first, count)));
  }

  /** The same vectors before encryption: LE64(number · ivStep) and eight zeros each. */
  counters(first: number, count: number): Uint8Array {
    const counters = unfilledBytes(count * BLOCK_SIZE);
    const view = new DataView(counters.buffer, counters.byteOffset, counters.byteLength);
    for (let index = 0; index < count; index++) {
      const value = (first + index) * this.#ivStep;
      const at = index * BLOCK_SIZE;
      view.setUint32(at, value % 2 ** 32, true);
      view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
      view.setUint32(at + 8, 0, true);
      view.setUint32(at + 12, 0, true);
    }
    return counters;
  }
}
