import { cbcEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { BLOCK_WORDS, blockWords, withoutBufferMethods, xorBlock } from './blocks.js';
import type { Chains } from './chains.js';

/**
 * CBC-encrypts chains one after the other with a single cipher object, because one for each would cost more than the work.
 * The object goes on chaining: it would encrypt the first block of a chain ⊕ the last one of the chain before. That one is
 * taken out beforehand and the chain's IV put in its place.
 */
export class EndlessChain {
  readonly #cbc: BlockStream;
  /** What came out last; the object stands at the last block of it. */
  #before: Uint32Array = new Uint32Array(BLOCK_WORDS);

  constructor(key: Uint8Array) {
    this.#cbc = cbcEncryption(key);
  }

  /** `ivs`: the members' own, one after the other. */
  encrypt<T>(chains: Chains<T>, ivs: Uint32Array): void {
    const plain = new Uint8Array(chains.length);
    const words = blockWords(plain);
    for (const [index, member] of chains.members.entries()) {
      chains.load(plain, 0, member);
      xorBlock(words, 0, words, 0, ivs, index * BLOCK_WORDS);
      xorBlock(words, 0, words, 0, this.#before, this.#before.length - BLOCK_WORDS);
      const encrypted = this.#cbc.update(plain);
      this.#before = blockWords(encrypted);
      chains.store(withoutBufferMethods(encrypted), 0, member);
    }
  }
}
