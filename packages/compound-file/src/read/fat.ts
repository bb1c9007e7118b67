import { readExactly } from '@rightsmith/core';
import { FIRST_MARK, FREE_SECTOR, HEADER, SECTOR_NUMBER_BYTES } from '../layout.js';
import { Chain } from './chain.js';
import { corrupt } from './failure.js';
import type { Header } from './header.js';
import { NumberSet } from './number-set.js';
import { SectorRuns } from './sector-runs.js';
import type { SectorSpace } from './sector-space.js';

/** The FAT's own bytes, and the sectors of the list that tells where they are. */
export interface FatSectors {
  readonly table: Chain;
  readonly fatSectors: readonly number[];
  readonly difatSectors: readonly number[];
}

/**
 * Finds the FAT: 109 of its sectors are listed in the header, the others in a chain of DIFAT sectors. No more are taken than
 * the file has sectors.
 *
 * @throws CorruptFile when the list leads outside the file or in a circle
 */
export async function findFat(space: SectorSpace, header: Header): Promise<FatSectors> {
  const list = new FatList(space, Math.min(header.fatSectors, space.sectorCount));
  header.difat.forEach((sector, index) => {
    list.add(sector, HEADER.difat + index * SECTOR_NUMBER_BYTES);
  });
  await list.addChain(header.firstDifatSector);
  const runs = new SectorRuns();
  for (const sector of list.fatSectors) runs.append(sector, 1);
  const table = new Chain(space, runs, runs.length * space.sectorSize, 'FAT');
  return { table, fatSectors: list.fatSectors, difatSectors: list.difatSectors };
}

class FatList {
  readonly fatSectors: number[] = [];
  readonly difatSectors: number[] = [];
  readonly #space: SectorSpace;
  readonly #wanted: number;
  readonly #seen = new NumberSet();
  /** A free place ends the list. */
  #ended = false;

  constructor(space: SectorSpace, wanted: number) {
    this.#space = space;
    this.#wanted = wanted;
  }

  /** `offset` is where in the file the list names the sector. */
  add(sector: number, offset: number): void {
    this.#ended ||= sector === FREE_SECTOR || this.fatSectors.length >= this.#wanted;
    if (this.#ended) return;
    this.#take(sector, 'list of FAT sectors', offset);
    this.fatSectors.push(sector);
  }

  async addChain(first: number): Promise<void> {
    const { sectorSize, source } = this.#space;
    const last = sectorSize - SECTOR_NUMBER_BYTES;
    let sector = first;
    let from: number = HEADER.firstDifatSector;
    while (!this.#ended && this.fatSectors.length < this.#wanted && sector < FIRST_MARK) {
      this.#take(sector, 'DIFAT', from);
      this.difatSectors.push(sector);
      const start = this.#space.offsetOf(sector);
      const bytes = await readExactly(source, start, sectorSize, 'DIFAT');
      const entries = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let offset = 0; offset < last; offset += SECTOR_NUMBER_BYTES) {
        this.add(entries.getUint32(offset, true), start + offset);
      }
      sector = entries.getUint32(last, true);
      from = start + last;
    }
  }

  #take(sector: number, structure: string, offset: number): void {
    if (sector >= this.#space.sectorCount) {
      throw corrupt(`Sector ${sector} is not in the file, which is cut off or damaged.`, structure, offset);
    }
    if (!this.#seen.add(sector)) throw corrupt(`Sector ${sector} is listed twice.`, structure, offset);
  }
}
