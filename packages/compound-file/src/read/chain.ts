import { rangeSource, readExactly } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import type { SectorRuns } from './sector-runs.js';
import type { SectorSpace } from './sector-space.js';

/** A chain of sectors that are known to lie inside their space, as bytes. */
export class Chain {
  /** Bytes. */
  readonly size: number;
  readonly #space: SectorSpace;
  readonly #runs: SectorRuns;
  readonly #structure: string;

  /** `runs` must hold at least `size` bytes. */
  constructor(space: SectorSpace, runs: SectorRuns, size: number, structure: string) {
    this.size = size;
    this.#space = space;
    this.#runs = runs;
    this.#structure = structure;
  }

  /** The bytes of the chain; closing it leaves the space's source open. */
  source(): ByteSource {
    return rangeSource({
      size: this.size,
      readRange: (offset, length, memory) => this.#read(offset, length, memory),
    });
  }

  /** Where in the file the byte at `offset`, below the chain's size, is. */
  fileOffset(offset: number): number {
    return this.#space.fileOffset(this.#locate(offset).offset);
  }

  async #read(offset: number, length: number, memory?: Uint8Array): Promise<Uint8Array> {
    const { source } = this.#space;
    const run = this.#locate(offset);
    if (run.length >= length) return readExactly(source, run.offset, length, this.#structure, memory);
    const bytes = (memory ?? new Uint8Array(length)).subarray(0, length);
    const pieces: Promise<void>[] = [];
    for (let done = 0; done < length;) {
      const piece = this.#locate(offset + done);
      const room = bytes.subarray(done, done + piece.length);
      pieces.push(this.#readInto(room, piece.offset));
      done += room.length;
    }
    await Promise.all(pieces);
    return bytes;
  }

  async #readInto(room: Uint8Array, offset: number): Promise<void> {
    const piece = await readExactly(this.#space.source, offset, room.length, this.#structure, room);
    // It may lie in other memory all the same.
    if (piece.buffer !== room.buffer) room.set(piece);
  }

  /** Where in the space's source a byte is, and how many bytes follow there without a gap. */
  #locate(offset: number): { readonly offset: number; readonly length: number } {
    const { sectorSize } = this.#space;
    const inside = offset % sectorSize;
    const { sector, count } = this.#runs.at((offset - inside) / sectorSize);
    return { offset: this.#space.offsetOf(sector) + inside, length: count * sectorSize - inside };
  }
}
