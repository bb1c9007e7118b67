import { rangeSource } from '@rightsmith/core';
import type { ByteSink, ByteSource } from '@rightsmith/core';

/** One mebibyte of zeros that a {@link SparseSink} does not store. */
export const HOLE: Uint8Array = new Uint8Array(1024 * 1024);

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A file of gigabytes in memory: it stores everything but {@link HOLE}s. */
export class SparseSink implements ByteSink {
  readonly #pieces: Piece[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (bytes.buffer !== HOLE.buffer) this.#pieces.push({ offset: this.#size, bytes: bytes.slice() });
    this.#size += bytes.length;
    return Promise.resolve();
  }

  source(): ByteSource {
    return rangeSource({
      size: this.#size,
      readRange: (offset, length) => {
        const result = new Uint8Array(length);
        for (const piece of this.#pieces) {
          const from = Math.max(offset, piece.offset);
          const to = Math.min(offset + length, piece.offset + piece.bytes.length);
          if (from < to) result.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset);
        }
        return Promise.resolve(result);
      },
    });
  }
}
