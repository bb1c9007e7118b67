import { LimitReached } from '@rightsmith/core';
import { END_OF_CHAIN, FIRST_MARK, SECTOR_NUMBER_BYTES } from '../layout.js';
import { Chain } from './chain.js';
import { corrupt } from './failure.js';
import { NumberSet } from './number-set.js';
import { SectorRuns } from './sector-runs.js';
import type { SectorSpace } from './sector-space.js';
import type { TablePage } from './table-page.js';
import { TablePages } from './table-pages.js';

/** A sector number and the place in the file that names it. */
export interface Link {
  readonly sector: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

/** The chain of a structure, as its owner describes it. */
export interface ChainRequest {
  readonly first: Link;
  /** Bytes the chain must have; undefined: as many as there are up to the end mark. */
  readonly size: number | undefined;
  /** What the chain is, for messages. */
  readonly structure: string;
  /**
   * All sectors taken so far in the file. When given, the chain must take none of them and end exactly where its size does;
   * its own are added.
   */
  readonly taken?: NumberSet | undefined;
}

/** The FAT or the mini FAT: for each sector of a space, which one follows it. Read page by page, as far as it is needed. */
export class AllocationTable {
  readonly #table: Chain;
  readonly #pages: TablePages;
  readonly #space: SectorSpace;
  readonly #maxRuns: number;

  constructor(table: Chain, space: SectorSpace, maxRuns: number) {
    this.#table = table;
    this.#pages = new TablePages(table.source());
    this.#space = space;
    this.#maxRuns = maxRuns;
  }

  /**
   * @throws CorruptFile when a sector of the chain lies outside the file, comes twice or has no successor though more bytes
   *   are recorded; LimitReached naming `fragments`
   */
  async follow(request: ChainRequest): Promise<Chain> {
    const { first, size = Infinity, structure, taken } = request;
    this.#checkSize(request);
    const { sectorSize } = this.#space;
    const visited = taken ?? new NumberSet();
    const runs = new SectorRuns();
    let link: number | undefined = first.sector;
    let from = -1;
    for (let bytes = 0; bytes < size; bytes = runs.length * sectorSize) {
      if (link === END_OF_CHAIN && size === Infinity) break;
      if (!this.#isInside(link, Math.min(sectorSize, size - bytes))) throw this.#broken(link, from, request);
      const wanted: TablePage | Promise<TablePage> = this.#pages.of(link);
      const page: TablePage = wanted instanceof Promise ? await wanted : wanted;
      const count = page.runLength(link, this.#maxRunLength(link, size - bytes));
      const again = visited.addRange(link, count);
      if (again !== undefined) throw this.#failure(`Sector ${again} is used twice.`, from, request);
      runs.append(link, count);
      if (runs.runCount > this.#maxRuns) throw tooManyFragments(structure, this.#maxRuns);
      from = link + count - 1;
      link = page.entry(from);
    }
    this.#pages.trim();
    const isExact = link === END_OF_CHAIN || size === 0;
    if (taken !== undefined && !isExact) throw this.#failure('The chain is longer than its size.', from, request);
    return new Chain(this.#space, runs, request.size ?? runs.length * sectorSize, structure);
  }

  /** What the table says of a sector of the space; undefined when it does not reach so far. */
  async entry(sector: number): Promise<number | undefined> {
    return (await this.#pages.of(sector)).entry(sector);
  }

  #checkSize({ first, size = 0, structure }: ChainRequest): void {
    if (size <= this.#space.source.size) return;
    throw corrupt(`${size} bytes are recorded, and the file has fewer.`, structure, first.offset);
  }

  #isInside(sector: number | undefined, needed: number): sector is number {
    if (sector === undefined || sector >= FIRST_MARK) return false;
    return this.#space.offsetOf(sector) + needed <= this.#space.source.size;
  }

  /** How many sectors from `sector` on may be taken together: not more than wanted, and whole in the file. */
  #maxRunLength(sector: number, wantedBytes: number): number {
    const { source, sectorSize } = this.#space;
    const whole = Math.floor((source.size - this.#space.offsetOf(sector)) / sectorSize);
    return Math.min(whole, Math.ceil(wantedBytes / sectorSize));
  }

  #broken(link: number | undefined, from: number, request: ChainRequest): Error {
    if (link === END_OF_CHAIN) return this.#failure('The chain of sectors ends too early.', from, request);
    const isSector = link !== undefined && link < FIRST_MARK;
    const where = isSector ? `sector ${link} beyond the end of the file, which is cut off or damaged` : 'no sector';
    return this.#failure(`The chain of sectors leads to ${where}.`, from, request);
  }

  /** `from` is the sector whose entry is wrong, -1 when it is the first link. */
  #failure(message: string, from: number, { first, structure }: ChainRequest): Error {
    const entry = from * SECTOR_NUMBER_BYTES;
    const isInTable = from >= 0 && entry < this.#table.size;
    return corrupt(message, structure, isInTable ? this.#table.fileOffset(entry) : first.offset);
  }
}

function tooManyFragments(structure: string, maximum: number): LimitReached {
  return new LimitReached(`More than ${maximum} runs of sectors make up the ${structure}.`, {
    limit: 'fragments',
    maximum,
    where: { structure },
  });
}
