import { cbcDecryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { BLOCK_WORDS, blockWords, withoutBufferMethods, xorBlock } from './blocks.js';
import { SegmentIvs } from './segment-ivs.js';
import { BLOCK_SIZE } from './sizes.js';

/** Decrypts CBC segments, each from its own IV; crypto.md §2–§3. */
export class SegmentDecryptor {
  readonly #segmentSize: number;
  readonly #ivs: SegmentIvs;
  readonly #chain: BlockStream;
  /** The ciphertext block the chain stands at. */
  #chained: Uint8Array = new Uint8Array(BLOCK_SIZE);

  constructor(key: Uint8Array, segmentSize: number, ivStep: number) {
    this.#segmentSize = segmentSize;
    this.#ivs = new SegmentIvs(key, ivStep);
    this.#chain = cbcDecryption(key);
  }

  /**
   * Consecutive segments from number `first`; whole blocks. All go through one chain in one call, which gets only the first
   * block of each segment wrong: there the end of the segment before stands in place of the IV, and is exchanged for it.
   */
  decrypt(first: number, cipher: Uint8Array): Uint8Array {
    if (cipher.length === 0) return new Uint8Array(0);
    const plain = this.#chain.update(cipher);
    const words = blockWords(plain);
    const ivs = this.#ivs.of(first, Math.ceil(cipher.length / this.#segmentSize));
    let before = blockWords(this.#chained);
    for (let segment = 0, start = 0; start < cipher.length; segment++, start += this.#segmentSize) {
      const word = start / 4;
      xorBlock(words, word, words, word, before, 0);
      xorBlock(words, word, words, word, ivs, segment * BLOCK_WORDS);
      const end = Math.min(start + this.#segmentSize, cipher.length);
      before = blockWords(cipher.subarray(end - BLOCK_SIZE, end));
    }
    this.#chained = cipher.slice(-BLOCK_SIZE);
    return withoutBufferMethods(plain);
  }
}
