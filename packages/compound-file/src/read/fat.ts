import { END_OF_CHAIN, FIRST_MARK, FREE_SECTOR, HEADER, SECTOR_NUMBER_BYTES } from '../layout.js';
import { Chain } from './chain.js';
import { corrupt } from './failure.js';
import type { Header } from './header.js';
import { NumberSet } from './number-set.js';
import { ReadAhead } from './read-ahead.js';
import { neighbours, sectorNumbers } from './sector-numbers.js';
import { SectorRuns } from './sector-runs.js';
import type { SectorSpace } from './sector-space.js';

/** Bytes read at once where the sectors that list the FAT lie side by side: those of a file of 1 GiB have as many. */
const DIFAT_READ_AT_ONCE = 64 * 1024;

/** The FAT's own bytes, and the sectors of the list that tells where they are. */
export interface FatSectors {
  readonly table: Chain;
  readonly fatSectors: SectorRuns;
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
  list.add(header.difat, HEADER.difat);
  await list.addChain(header.firstDifatSector);
  const { fatSectors, difatSectors } = list;
  const table = new Chain(space, fatSectors, fatSectors.length * space.sectorSize, 'FAT');
  return { table, fatSectors, difatSectors };
}

class FatList {
  readonly fatSectors = new SectorRuns();
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

  /** `offset` is where in the file the list begins. Neighbours are taken together: a file of 1 GiB has 16,000 of them. */
  add(list: Uint32Array, offset: number): void {
    for (let index = 0; index < list.length && !this.#ended;) {
      const sector = list[index] ?? FREE_SECTOR;
      const missing = this.#wanted - this.fatSectors.length;
      this.#ended = sector === FREE_SECTOR || missing === 0;
      if (this.#ended) return;
      const count = neighbours(list, index, index + missing, sector);
      this.#take(sector, count, 'list of FAT sectors', offset + index * SECTOR_NUMBER_BYTES);
      this.fatSectors.append(sector, count);
      index += count;
    }
  }

  async addChain(first: number): Promise<void> {
    const { sectorSize, source } = this.#space;
    const last = sectorSize - SECTOR_NUMBER_BYTES;
    const readAhead = new ReadAhead(source, DIFAT_READ_AT_ONCE, 'DIFAT');
    let sector = first;
    let from: number = HEADER.firstDifatSector;
    while (!this.#ended && this.fatSectors.length < this.#wanted && sector < FIRST_MARK) {
      this.#take(sector, 1, 'DIFAT', from);
      this.difatSectors.push(sector);
      const start = this.#space.offsetOf(sector);
      const numbers = sectorNumbers(await readAhead.read(start, sectorSize));
      this.add(numbers.subarray(0, -1), start);
      sector = numbers.at(-1) ?? END_OF_CHAIN;
      from = start + last;
    }
  }

  /** `offset` is where in the file the first of `count` neighbours is named. */
  #take(first: number, count: number, structure: string, offset: number): void {
    const inside = Math.max(0, Math.min(count, this.#space.sectorCount - first));
    const again = this.#seen.addRange(first, inside);
    const offsetOf = (sector: number): number => offset + (sector - first) * SECTOR_NUMBER_BYTES;
    if (again !== undefined) throw corrupt(`Sector ${again} is listed twice.`, structure, offsetOf(again));
    if (inside === count) return;
    const sector = first + inside;
    const message = `Sector ${sector} is not in the file, which is cut off or damaged.`;
    throw corrupt(message, structure, offsetOf(sector));
  }
}
