import { SECTOR_NUMBER_BYTES } from '../layout.js';
import { neighbours, sectorNumbers } from './sector-numbers.js';

/** Bytes of a page. */
export const PAGE_BYTES: number = 64 * 1024;
const ENTRIES_PER_PAGE = PAGE_BYTES / SECTOR_NUMBER_BYTES;

/** A part of an allocation table; the last one of a table is shorter, or empty where the table does not reach. */
export class TablePage {
  /** The sector of the first entry. */
  readonly #first: number;
  readonly #entries: Uint32Array;

  constructor(index: number, bytes: Uint8Array) {
    this.#first = index * ENTRIES_PER_PAGE;
    this.#entries = sectorNumbers(bytes);
  }

  /** Which page has the entry of a sector. */
  static indexOf(sector: number): number {
    return Math.floor(sector / ENTRIES_PER_PAGE);
  }

  /** What the table says of a sector of this page; undefined where the table does not reach. */
  entry(sector: number): number | undefined {
    return this.#entries[sector - this.#first];
  }

  /** How many sectors from `sector` on follow each other as neighbours, as far as this page tells; from 1 to `maximum`. */
  runLength(sector: number, maximum: number): number {
    const start = sector - this.#first;
    const last = Math.min(this.#entries.length, start + maximum) - 1;
    return 1 + neighbours(this.#entries, start, last, sector + 1);
  }
}
