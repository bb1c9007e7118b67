import { freeMemory } from '../bytes/free-memory.js';
import { PIECE_BYTES } from '../bytes/piece.js';

/** Bytes that are taken piece by piece: an array, or what is read from a file meanwhile. */
export type Pieces = Pick<Uint8Array, 'length' | 'subarray'>;

/** The work of a content cipher, on arguments that were checked. */
export interface SegmentCipher {
  /**
   * Consecutive segments from number `first`, whole blocks; of the last segment there may be less than a full one. The result goes
   * to `output`, which may be the input itself, or to fresh memory. Giving memory pays for long runs.
   */
  encrypt(first: number, plain: Pieces, output?: Uint8Array): Uint8Array;
  decrypt(first: number, cipher: Pieces, output?: Uint8Array): Uint8Array;
  /** Items, each from segment 0; padded where the mode pads, else of whole blocks. */
  encryptItems(items: readonly Uint8Array[]): Uint8Array[];
  /** The reverse, for items of whole blocks; `undefined` where the padding is wrong. */
  decryptItems(items: readonly Uint8Array[]): (Uint8Array | undefined)[];
}

/** Does `work` to each piece of the input, and puts what comes of it to the same place of `output`. */
export function workInPieces(
  input: Pieces,
  output: Uint8Array,
  work: (piece: Uint8Array, start: number) => Uint8Array,
): Uint8Array {
  for (let done = 0; done < input.length; done += PIECE_BYTES) {
    const result = work(input.subarray(done, Math.min(done + PIECE_BYTES, input.length)), done);
    output.set(result, done);
    freeMemory(result);
  }
  return output;
}
