import type { BlockStream } from './aes.js';
import { blockWords } from './blocks.js';
import { BLOCK_SIZE } from './sizes.js';

/** Makes the initialization vectors of segments, as 32-bit words one after the other; crypto.md §2–§3. */
export class SegmentIvs {
  readonly #ecb: BlockStream;
  readonly #ivStep: number;

  /** @param ecb - of the content key; it may be used for other things too */
  constructor(ecb: BlockStream, ivStep: number) {
    this.#ecb = ecb;
    this.#ivStep = ivStep;
  }

  /** Those of the segments with these numbers: E_K(LE64(number · ivStep) ‖ 0⁸). */
  of(numbers: readonly number[]): Uint32Array {
    const counters = new Uint8Array(numbers.length * BLOCK_SIZE);
    const view = new DataView(counters.buffer);
    for (const [index, number] of numbers.entries()) {
      const counter = number * this.#ivStep;
      view.setUint32(index * BLOCK_SIZE, counter % 2 ** 32, true);
      view.setUint32(index * BLOCK_SIZE + 4, Math.floor(counter / 2 ** 32), true);
    }
    return blockWords(this.#ecb.update(counters));
  }
}
