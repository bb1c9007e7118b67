import type { BlockStream } from './aes.js';
import { BLOCK_WORDS, blockWords } from './blocks.js';
import type { Chains } from './chains.js';
import { BLOCK_SIZE } from './sizes.js';

/** Bytes that go in lockstep at once. More make for fewer calls, but then the cache next to a processor no longer holds a line of each chain. */
const BOARD_BYTES: number = 2 * 1024 * 1024;

/** Blocks of a chain for which one chain more makes lockstep pay: it costs a call per block, chaining one per chain. */
const BLOCKS_PER_CHAIN = 2.5;

/** How many chains of `length` bytes can go in lockstep at once. */
export function lockstepCapacity(length: number): number {
  return Math.max(1, Math.floor(BOARD_BYTES / length));
}

/** Whether so many chains of `length` bytes are done faster in lockstep than one after the other. */
export function lockstepPays(count: number, length: number): boolean {
  return count * BLOCKS_PER_CHAIN >= length / BLOCK_SIZE;
}

/**
 * CBC-encrypts chains of equal length side by side. A chain must wait for each of its blocks, but chains are independent:
 * block j of all of them, gathered into one array, goes through the processor's AES pipeline together.
 */
export class Lockstep {
  readonly #ecb: BlockStream;
  /**
   * The chains, each behind one spare block. That is where its IV goes, so that the first block needs no special treatment,
   * and it keeps chains of 4096 bytes from lying so that their blocks crowd each other out of the cache.
   * Kept between calls because fresh memory costs more than lockstep gains.
   */
  #board: Uint8Array = new Uint8Array(0);

  /** @param ecb - of the content key; it may be used for other things too */
  constructor(ecb: BlockStream) {
    this.#ecb = ecb;
  }

  /** `ivs`: the members' own, one after the other. */
  encrypt<T>(chains: Chains<T>, ivs: Uint32Array): void {
    const { members, length } = chains;
    const stride = length + BLOCK_SIZE;
    const board = this.#boardOf(members.length * stride + BLOCK_SIZE);
    for (const [index, member] of members.entries()) chains.load(board, index * stride + BLOCK_SIZE, member);
    this.#encryptBoard(blockWords(board), length / 4, ivs);
    for (const [index, member] of members.entries()) chains.store(board, index * stride + BLOCK_SIZE, member);
  }

  #encryptBoard(board: Uint32Array, chainWords: number, ivs: Uint32Array): void {
    const gathered = new Uint32Array(ivs.length);
    const gatheredBytes = new Uint8Array(gathered.buffer);
    let encrypted = ivs;
    for (let word = 0; word < chainWords; word += BLOCK_WORDS) {
      exchange(board, word, chainWords + BLOCK_WORDS, encrypted, gathered);
      encrypted = blockWords(this.#ecb.update(gatheredBytes));
    }
    exchange(board, chainWords, chainWords + BLOCK_WORDS, encrypted, gathered);
  }

  #boardOf(length: number): Uint8Array {
    if (this.#board.length < length) this.#board = new Uint8Array(length);
    return this.#board;
  }
}

/** Puts the encrypted block of each chain in its place at `word`, and gathers the plaintext block that follows it ⊕ that one. */
function exchange(
  board: Uint32Array,
  word: number,
  stride: number,
  encrypted: Uint32Array,
  gathered: Uint32Array,
): void {
  // Written out, and each word read once: this loop is half of what encrypting costs.
  for (let from = 0, at = word; from < encrypted.length; from += BLOCK_WORDS, at += stride) {
    const first = encrypted[from] ?? 0;
    const second = encrypted[from + 1] ?? 0;
    const third = encrypted[from + 2] ?? 0;
    const fourth = encrypted[from + 3] ?? 0;
    board[at] = first;
    board[at + 1] = second;
    board[at + 2] = third;
    board[at + 3] = fourth;
    gathered[from] = first ^ (board[at + 4] ?? 0);
    gathered[from + 1] = second ^ (board[at + 5] ?? 0);
    gathered[from + 2] = third ^ (board[at + 6] ?? 0);
    gathered[from + 3] = fourth ^ (board[at + 7] ?? 0);
  }
}
