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
    return rangeSource({ size: this.size, readRange: (offset, length) => this.#read(offset, length) });
  }

  /** Where in the file the byte at `offset`, below the chain's size, is. */
  fileOffset(offset: number): number {
    return this.#space.fileOffset(this.#locate(offset).offset);
  }

  async #read(offset: number, length: number): Promise<Uint8Array> {
    if (this.#locate(offset).length >= length) return this.#readRun(offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const piece = await this.#readRun(offset + done, length - done);
      bytes.set(piece, done);
      done += piece.length;
    }
    return bytes;
  }

  /** What of the range lies in the file without a gap. */
  #readRun(offset: number, length: number): Promise<Uint8Array> {
    const run = this.#locate(offset);
    return readExactly(this.#space.source, run.offset, Math.min(length, run.length), this.#structure);
  }

  /** Where in the space's source a byte is, and how many bytes follow there without a gap. */
  #locate(offset: number): { readonly offset: number; readonly length: number } {
    const { sectorSize } = this.#space;
    const inside = offset % sectorSize;
    const { sector, count } = this.#runs.at((offset - inside) / sectorSize);
    return { offset: this.#space.offsetOf(sector) + inside, length: count * sectorSize - inside };
  }
}
