import { allocate } from '../bytes/allocate.js';
import type { BlockStream } from './aes.js';
import type { Chains } from './chains.js';
import { EndlessChain } from './endless-chain.js';
import { groupByEncryptedLength } from './items.js';
import type { Item } from './items.js';
import { Lockstep, lockstepCapacity, lockstepPays } from './lockstep.js';
import type { CipherModeFacts } from './modes.js';
import { pad, putPadded } from './padding.js';
import { SegmentIvs } from './segment-ivs.js';
import { segmentsOf } from './segment.js';
import type { Segment } from './segment.js';
import type { Pieces } from './segment-cipher.js';

/** Encrypts the segments of CBC4K and CBC512, each from its own IV; crypto.md §2–§3. */
export class SegmentEncryptor {
  readonly #facts: CipherModeFacts;
  readonly #ivs: SegmentIvs;
  readonly #lockstep: Lockstep;
  readonly #endlessChain: EndlessChain;

  /** @param ecb - of the content key; it may be used for other things too */
  constructor(key: Uint8Array, facts: CipherModeFacts, ecb: BlockStream) {
    this.#facts = facts;
    this.#ivs = new SegmentIvs(ecb, facts.ivStep);
    this.#lockstep = new Lockstep(ecb);
    this.#endlessChain = new EndlessChain(key);
  }

  /**
   * Consecutive segments from number `first`; whole blocks, of which the last segment may have fewer than a full one. The
   * result goes to `output`, which may be `plain`.
   */
  encrypt(first: number, plain: Pieces, output: Uint8Array): Uint8Array {
    const { segmentSize } = this.#facts;
    const rest = plain.length % segmentSize;
    const whole = segmentsOf(plain.length - rest, segmentSize, first, 0);
    this.#encryptChains(segmentChains(whole, segmentSize, plain, output));
    const last = segmentsOf(rest, segmentSize, first + whole.length, plain.length - rest);
    this.#encryptChains(segmentChains(last, rest, plain, output));
    return output;
  }

  /** Whole items, each from segment 0, padded where the mode pads and whole blocks where it does not. */
  encryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    const { pads, segmentSize } = this.#facts;
    const results: Uint8Array[] = [];
    for (const [length, members] of groupByEncryptedLength(items, pads)) {
      if (length > 0 && length <= segmentSize) this.#encryptChains(itemChains(members, length, pads, results));
      else {
        for (const { bytes, index } of members) {
          const whole = pads ? pad(bytes) : bytes;
          results[index] = this.encrypt(0, whole, allocate(whole.length));
        }
      }
    }
    return results;
  }

  #encryptChains<T>(chains: Chains<T>): void {
    const { members, length } = chains;
    const capacity = lockstepCapacity(length);
    for (let done = 0; done < members.length; done += capacity) {
      const group = members.slice(done, done + capacity);
      const way = lockstepPays(group.length, length) ? this.#lockstep : this.#endlessChain;
      way.encrypt({ ...chains, members: group }, this.#ivs.of(group.map((member) => chains.segmentNumber(member))));
    }
  }
}

/** Segments of `length` bytes each, from `plain` to the same place of `output`. */
function segmentChains(
  members: readonly Segment[],
  length: number,
  plain: Pieces,
  output: Uint8Array,
): Chains<Segment> {
  return {
    members,
    length,
    load: (target, at, { start }) => {
      target.set(plain.subarray(start, start + length), at);
    },
    store: (source, at, { start }) => {
      output.set(source.subarray(at, at + length), start);
    },
    segmentNumber: ({ number }) => number,
  };
}

/** Items that take `length` bytes each when encrypted, to their place among the `results`. */
function itemChains(members: readonly Item[], length: number, pads: boolean, results: Uint8Array[]): Chains<Item> {
  return {
    members,
    length,
    load: (target, at, { bytes }) => {
      if (pads) putPadded(target, at, bytes);
      else target.set(bytes, at);
    },
    store: (source, at, { index }) => {
      results[index] = source.slice(at, at + length);
    },
    segmentNumber: () => 0,
  };
}
