import { cbcEncryption, ecbEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { BLOCK_WORDS, blockWords, unfilledBytes, xorBlock } from './blocks.js';
import { SegmentIvs } from './segment-ivs.js';
import { BLOCK_SIZE } from './sizes.js';

/** Segments that go in lockstep at once: enough to fill the pipeline of the processor, few enough to stay in its cache. */
const LOCKSTEP_SEGMENTS = 256;

/** Below so many segments a chain is faster than lockstep. */
const LOCKSTEP_MINIMUM = 64;

/** Encrypts CBC segments, each from its own IV; crypto.md §2–§3. */
export class SegmentEncryptor {
  readonly #segmentSize: number;
  readonly #ivs: SegmentIvs;
  readonly #ecb: BlockStream;
  readonly #chain: BlockStream;
  /** The ciphertext block the chain stands at. */
  #chained: Uint32Array = new Uint32Array(BLOCK_WORDS);

  constructor(key: Uint8Array, segmentSize: number, ivStep: number) {
    this.#segmentSize = segmentSize;
    this.#ivs = new SegmentIvs(key, ivStep);
    this.#ecb = ecbEncryption(key);
    this.#chain = cbcEncryption(key);
  }

  /** Consecutive segments from number `first`; whole blocks, of which the last segment may have fewer than a full one. */
  encrypt(first: number, plain: Uint8Array): Uint8Array {
    const output = unfilledBytes(plain.length);
    const whole = Math.floor(plain.length / this.#segmentSize);
    let done = 0;
    while (whole - done >= LOCKSTEP_MINIMUM) {
      const count = Math.min(whole - done, LOCKSTEP_SEGMENTS);
      const [start, end] = [done * this.#segmentSize, (done + count) * this.#segmentSize];
      this.#lockstep(
        first + done,
        count,
        blockWords(plain.subarray(start, end)),
        blockWords(output.subarray(start, end)),
      );
      done += count;
    }
    const start = done * this.#segmentSize;
    this.#chainSegments(first + done, plain.subarray(start), output.subarray(start));
    return output;
  }

  /**
   * Block j of all segments at once. A chain must wait for each block, but segments are independent: gathered into one array
   * their blocks go through the processor's AES pipeline together.
   */
  #lockstep(first: number, segments: number, plain: Uint32Array, output: Uint32Array): void {
    const segmentWords = this.#segmentSize / 4;
    const gathered = new Uint32Array(segments * BLOCK_WORDS);
    const gatheredBytes = new Uint8Array(gathered.buffer);
    let previous = this.#ivs.of(first, segments);
    for (let block = 0; block < segmentWords; block += BLOCK_WORDS) {
      for (let at = 0, word = block; at < gathered.length; at += BLOCK_WORDS, word += segmentWords) {
        xorBlock(gathered, at, plain, word, previous, at);
      }
      previous = blockWords(this.#ecb.update(gatheredBytes));
      for (let at = 0, word = block; at < gathered.length; at += BLOCK_WORDS, word += segmentWords) {
        copyBlock(output, word, previous, at);
      }
    }
  }

  /**
   * One long chain for all segments, without a cipher object for each. Before a segment the chain is fed its counter ⊕ the
   * block it stands at: what it then encrypts is the bare counter, so the block it comes to is the segment's IV.
   */
  #chainSegments(first: number, plain: Uint8Array, output: Uint8Array): void {
    const segments = Math.ceil(plain.length / this.#segmentSize);
    const counters = blockWords(this.#ivs.counters(first, segments));
    const bridge = new Uint32Array(BLOCK_WORDS);
    for (let segment = 0; segment < segments; segment++) {
      xorBlock(bridge, 0, counters, segment * BLOCK_WORDS, this.#chained, 0);
      this.#chain.update(new Uint8Array(bridge.buffer));
      const start = segment * this.#segmentSize;
      const encrypted = this.#chain.update(plain.subarray(start, start + this.#segmentSize));
      output.set(encrypted, start);
      this.#chained = blockWords(encrypted.subarray(-BLOCK_SIZE));
    }
  }
}

function copyBlock(target: Uint32Array, at: number, source: Uint32Array, from: number): void {
  target[at] = source[from] ?? 0;
  target[at + 1] = source[from + 1] ?? 0;
  target[at + 2] = source[from + 2] ?? 0;
  target[at + 3] = source[from + 3] ?? 0;
}
