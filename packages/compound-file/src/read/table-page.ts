import { readExactly } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import { SECTOR_NUMBER_BYTES } from '../layout.js';

/** Bytes of a page. */
const PAGE_BYTES = 64 * 1024;
const ENTRIES_PER_PAGE = PAGE_BYTES / SECTOR_NUMBER_BYTES;

/** A part of an allocation table; the last one of a table is shorter, or empty where the table does not reach. */
export class TablePage {
  /** The sector of the first entry. */
  readonly #first: number;
  readonly #entries: DataView;

  private constructor(first: number, entries: DataView) {
    this.#first = first;
    this.#entries = entries;
  }

  /** Which page has the entry of a sector. */
  static indexOf(sector: number): number {
    return Math.floor(sector / ENTRIES_PER_PAGE);
  }

  /** Reads the page that has the entry of a sector. */
  static async read(table: ByteSource, sector: number): Promise<TablePage> {
    const first = TablePage.indexOf(sector) * ENTRIES_PER_PAGE;
    const offset = first * SECTOR_NUMBER_BYTES;
    const length = Math.max(0, Math.min(PAGE_BYTES, table.size - offset));
    const bytes = await readExactly(table, offset, length, 'sector allocation table');
    return new TablePage(first, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** What the table says of a sector of this page; undefined where the table does not reach. */
  entry(sector: number): number | undefined {
    const offset = (sector - this.#first) * SECTOR_NUMBER_BYTES;
    return offset < this.#entries.byteLength ? this.#entries.getUint32(offset, true) : undefined;
  }

  /** How many sectors from `sector` on follow each other as neighbours, as far as this page tells; from 1 to `maximum`. */
  runLength(sector: number, maximum: number): number {
    const start = (sector - this.#first) * SECTOR_NUMBER_BYTES;
    const end = Math.min(this.#entries.byteLength - SECTOR_NUMBER_BYTES, start + (maximum - 1) * SECTOR_NUMBER_BYTES);
    let next = sector;
    for (let offset = start; offset < end; offset += SECTOR_NUMBER_BYTES) {
      next += 1;
      if (this.#entries.getUint32(offset, true) !== next) return next - sector;
    }
    return next + 1 - sector;
  }
}
