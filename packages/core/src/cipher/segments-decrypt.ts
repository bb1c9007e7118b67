import { cbcDecryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { BLOCK_WORDS, blockWords, withoutBufferMethods, xorBlock } from './blocks.js';
import { joinItems } from './items.js';
import type { CipherModeFacts } from './modes.js';
import { unpaddedEnd } from './padding.js';
import { SegmentIvs } from './segment-ivs.js';
import { segmentsOf } from './segment.js';
import type { Segment } from './segment.js';

/** Decrypts the segments of CBC4K and CBC512, each from its own IV; crypto.md §2–§3. */
export class SegmentDecryptor {
  readonly #facts: CipherModeFacts;
  readonly #ivs: SegmentIvs;
  readonly #cbc: BlockStream;
  /** The ciphertext block the cipher object stands at. */
  #last: Uint32Array = new Uint32Array(BLOCK_WORDS);

  /** @param ecb - of the content key; it may be used for other things too */
  constructor(key: Uint8Array, facts: CipherModeFacts, ecb: BlockStream) {
    this.#facts = facts;
    this.#ivs = new SegmentIvs(ecb, facts.ivStep);
    this.#cbc = cbcDecryption(key);
  }

  /** Consecutive segments from number `first`; whole blocks, of which the last segment may have fewer than a full one. */
  decrypt(first: number, cipher: Uint8Array): Uint8Array {
    return this.#decryptSegments(cipher, segmentsOf(cipher.length, this.#facts.segmentSize, first, 0));
  }

  /** Whole items of whole blocks, each from segment 0, without their padding where the mode pads; `undefined` where it is wrong. */
  decryptItems(items: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    const { pads, segmentSize } = this.#facts;
    const { bytes, starts } = joinItems(items);
    const segments = items.flatMap((item, index) => segmentsOf(item.length, segmentSize, 0, starts[index] ?? 0));
    const plain = this.#decryptSegments(bytes, segments);
    return items.map(({ length }, index) => {
      const start = starts[index] ?? 0;
      const end = pads ? unpaddedEnd(plain, start, start + length) : start + length;
      return end === undefined ? undefined : plain.slice(start, end);
    });
  }

  /**
   * All segments go through one cipher object in one call. It gets only the first block of each wrong: there the block before
   * it stands in place of the IV, and is exchanged for it.
   */
  #decryptSegments(cipher: Uint8Array, segments: readonly Segment[]): Uint8Array {
    if (cipher.length === 0) return new Uint8Array(0);
    const plain = this.#cbc.update(cipher);
    const [plainWords, cipherWords] = [blockWords(plain), blockWords(cipher)];
    const ivs = this.#ivs.of(segments.map(({ number }) => number));
    for (const [index, { start }] of segments.entries()) {
      const word = start / 4;
      if (start === 0) xorBlock(plainWords, 0, plainWords, 0, this.#last, 0);
      else xorBlock(plainWords, word, plainWords, word, cipherWords, word - BLOCK_WORDS);
      xorBlock(plainWords, word, plainWords, word, ivs, index * BLOCK_WORDS);
    }
    this.#last = cipherWords.slice(-BLOCK_WORDS);
    return withoutBufferMethods(plain);
  }
}
