import type { ByteSource } from '@rightsmith/core';
import { isDigit, matches, skipWhitespace, ZERO } from '../lex/characters.js';
import { LARGEST_NUMBER, type CrossReference } from './entries.js';
import { damaged } from './damage.js';
import { FileWindow } from './file-window.js';

/** Bytes in which an entry, or the head of a subsection, ends. */
const LONGEST_ENTRY = 64;

/** Bytes of a table read at once: few at first, because a file can have thousands of short ones. */
const [FIRST_READ, LONGEST_READ] = [4096, 256 * 1024] as const;

const LOWER_N = 0x6e;
const LOWER_F = 0x66;

/** Generation of the entry that heads the list of free ones. */
const HEAD_OF_FREE = 65_535;

/** What a table said beside its entries in use. */
export interface TableEnd {
  /** Numbers it calls free; they are not entered yet, because a hybrid file has a stream that may know better. */
  readonly free: readonly number[];
  /** Where the keyword `trailer` ends. */
  readonly trailerOffset: number;
}

/**
 * Reads the cross-reference table whose keyword `xref` ends at `offset`, and enters the objects in use. Entries may have 18 to
 * 21 bytes and more: what counts is their three fields.
 *
 * @throws CorruptFile
 */
export async function readTable(source: ByteSource, offset: number, entries: CrossReference): Promise<TableEnd> {
  return new TableReader(source, offset, entries).read();
}

class TableReader {
  readonly #window: FileWindow;
  readonly #entries: CrossReference;
  readonly #free: number[] = [];
  #offset: number;
  #ahead: number = FIRST_READ;

  constructor(source: ByteSource, offset: number, entries: CrossReference) {
    this.#window = new FileWindow(source);
    this.#entries = entries;
    this.#offset = offset;
  }

  async read(): Promise<TableEnd> {
    for (;;) {
      const at = await this.#loadEntry();
      if (matches(this.#window.bytes, at, 'trailer')) {
        return { free: this.#free, trailerOffset: this.#window.start + at + 'trailer'.length };
      }
      const [first, count] = [this.#integer(), this.#integer()];
      await this.#subsection(first, count);
    }
  }

  async #subsection(first: number, count: number): Promise<void> {
    let start = first;
    for (let index = 0; index < count; index++) {
      if (this.#window.loaded(this.#offset) < LONGEST_ENTRY) await this.#loadEntry();
      const place = this.#integer();
      const generation = this.#integer();
      const kind = this.#kind();
      // Some programs count from 1 although their first entry is that of object 0.
      if (index === 0 && first === 1 && kind === LOWER_F && generation === HEAD_OF_FREE) start = 0;
      const number = start + index;
      // Microsoft writes entries in use at offset 0 for objects that do not exist; pdf-irm.md §3.5.
      if (kind === LOWER_N && place > 0) this.#entries.addPlain(number, place, generation);
      else this.#addFree(number);
    }
  }

  #addFree(number: number): void {
    if (this.#free.length > LARGEST_NUMBER) throw this.#damaged();
    this.#free.push(number);
  }

  /** Where in memory the next entry begins. */
  async #loadEntry(): Promise<number> {
    const { start } = this.#window;
    const at = await this.#window.load(this.#offset, LONGEST_ENTRY, this.#ahead);
    if (this.#window.start !== start) this.#ahead = Math.min(this.#ahead * 4, LONGEST_READ);
    return skipWhitespace(this.#window.bytes, at, this.#window.bytes.length);
  }

  #integer(): number {
    const { bytes, start } = this.#window;
    let at = skipWhitespace(bytes, this.#offset - start, bytes.length);
    const first = at;
    let value = 0;
    for (; isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] ?? 0) - ZERO;
    if (at === first || !Number.isSafeInteger(value)) throw this.#damaged();
    this.#offset = start + at;
    return value;
  }

  #kind(): number {
    const { bytes, start } = this.#window;
    const at = skipWhitespace(bytes, this.#offset - start, bytes.length);
    const kind = bytes[at];
    if (kind !== LOWER_N && kind !== LOWER_F) throw this.#damaged();
    this.#offset = start + at + 1;
    return kind;
  }

  #damaged(): Error {
    return damaged('The cross-reference table has an entry that is none.', 'cross-reference table', this.#offset);
  }
}
