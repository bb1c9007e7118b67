import type { ByteSource } from '@rightsmith/core';
import { ReadAhead } from './read-ahead.js';
import { PAGE_BYTES, TablePage } from './table-page.js';

/** Pages held while a chain is followed: 16 MiB, the whole FAT of any file below 2 GiB. */
const MAX_PAGES = 256;

/** Pages kept for the next chain. */
const KEPT_PAGES = 16;

/** Bytes of a table read at once where its pages are asked for in turn. */
const READ_AT_ONCE = 1024 * 1024;

/** The pages of an allocation table, read as far as they are asked for. */
export class TablePages {
  readonly #table: ByteSource;
  readonly #readAhead: ReadAhead;
  readonly #pages = new Map<number, TablePage>();

  constructor(table: ByteSource) {
    this.#table = table;
    this.#readAhead = new ReadAhead(table, READ_AT_ONCE, 'sector allocation table');
  }

  /** The page with the entry of a sector; a promise only where it must be read. */
  of(sector: number): TablePage | Promise<TablePage> {
    const index = TablePage.indexOf(sector);
    return this.#pages.get(index) ?? this.#read(index);
  }

  /** To be called when a chain has been followed. */
  trim(): void {
    if (this.#pages.size > KEPT_PAGES) this.#pages.clear();
  }

  async #read(index: number): Promise<TablePage> {
    const offset = index * PAGE_BYTES;
    const length = Math.max(0, Math.min(PAGE_BYTES, this.#table.size - offset));
    const page = new TablePage(index, await this.#readAhead.read(offset, length));
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined && this.#pages.size >= MAX_PAGES) this.#pages.delete(oldest);
    this.#pages.set(index, page);
    return page;
  }
}
