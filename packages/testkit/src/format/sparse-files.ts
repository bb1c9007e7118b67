import { CIPHER_MODES, type ByteSink, type ByteSource, type ContentCipher } from '@rightsmith/core';
import { sparseSource } from './media.js';

const PAGE_BYTES = 64 * 1024;
const BLOCK_BYTES = 16;
const MIB = 1024 * 1024;
const NOTHING = new Uint8Array(PAGE_BYTES);

/** A file of any size that is mostly zeros, so that little of it is in memory. */
export interface SparseSample {
  /** File name, for its extension. */
  readonly name: string;
  /** A source of its own with each call. */
  readonly source: () => ByteSource;
}

/** A file for formats that take any: a few words, then zeros. */
export function anySparseFile(size: number): SparseSample {
  const head = new TextEncoder().encode('The rest is silence.').subarray(0, size);
  return { name: 'sparse.dat', source: () => sparseSource(head, size) };
}

/** Takes what is written and keeps only the pages that are not all zeros. */
export class SparseStore implements ByteSink {
  readonly #pages = new Map<number, Uint8Array>();
  #size = 0;

  write(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      const start = this.#size % PAGE_BYTES;
      const piece = bytes.subarray(taken, taken + PAGE_BYTES - start);
      if (Buffer.compare(piece, NOTHING.subarray(0, piece.length)) !== 0) this.#page(this.#size).set(piece, start);
      taken += piece.length;
      this.#size += piece.length;
    }
    return Promise.resolve();
  }

  source(): ByteSource {
    const size = this.#size;
    return {
      size,
      read: (offset, length) => Promise.resolve(this.#read(offset, Math.max(0, Math.min(length, size - offset)))),
      close: () => Promise.resolve(),
    };
  }

  #page(offset: number): Uint8Array {
    const number = Math.floor(offset / PAGE_BYTES);
    const page = this.#pages.get(number) ?? new Uint8Array(PAGE_BYTES);
    this.#pages.set(number, page);
    return page;
  }

  #read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const place = offset + filled;
      const start = place % PAGE_BYTES;
      const taken = Math.min(PAGE_BYTES - start, length - filled);
      const page = this.#pages.get(Math.floor(place / PAGE_BYTES));
      if (page !== undefined) bytes.set(page.subarray(start, start + taken), filled);
      filled += taken;
    }
    return bytes;
  }
}

/** The offset of the first byte in which two sources differ; -1: none. */
export async function firstDifference(one: ByteSource, other: ByteSource): Promise<number> {
  if (one.size !== other.size) return Math.min(one.size, other.size);
  for (let offset = 0; offset < one.size; offset += MIB) {
    const [first, second] = await Promise.all([one.read(offset, MIB), other.read(offset, MIB)]);
    if (Buffer.compare(first, second) !== 0) return offset + first.findIndex((byte, index) => byte !== second[index]);
  }
  return -1;
}

/** A cipher of CBC4K's shape that changes nothing, so that zeros stay zeros; final runs are padded as there. */
export function clearCipher(): ContentCipher {
  const { segmentSize } = CIPHER_MODES.CBC4K;
  return {
    mode: 'CBC4K',
    keyBits: 256,
    segmentSize,
    preferredRun: MIB,
    encrypt: (_segment, plain, final) => {
      const fill = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
      const encrypted = new Uint8Array(plain.length + (final ? fill : 0)).fill(final ? fill : 0, plain.length);
      encrypted.set(plain);
      return Promise.resolve(encrypted);
    },
    decrypt: (_segment, bytes, final) =>
      Promise.resolve(bytes.slice(0, final ? bytes.length - (bytes.at(-1) ?? 0) : bytes.length)),
    encryptItems: (items) => Promise.resolve([...items]),
    decryptItems: (items) => Promise.resolve([...items]),
    withMode: () => undefined,
    close: () => Promise.resolve(),
  };
}
