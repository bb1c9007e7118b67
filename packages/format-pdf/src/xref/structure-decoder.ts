import { readExactly, type ByteSource, type Limits } from '@rightsmith/core';
import type { PdfValue } from '../lex/values.js';
import { inflatesTooFar, type Allowance } from './bounded-output.js';
import { decodeStructure } from './filters.js';
import type { Extent } from './stream-extent.js';

/** Undoes the encryption of a stream's data. */
export type StreamDecryptor = (data: Uint8Array) => Promise<Uint8Array>;

/** How many times the limit of one stream all of them together may have: none is decoded often, but a crafted file asks for it. */
const MOST_TIMES = 4;

/** Reads and decodes the streams of a file that hold structure, within limits for each and for all together. */
export class StructureDecoder {
  readonly #source: ByteSource;
  readonly #allowance: Allowance;

  constructor(source: ByteSource, { inflatedBytes }: Pick<Limits, 'inflatedBytes'>) {
    this.#source = source;
    this.#allowance = { maximum: inflatedBytes, left: inflatedBytes * MOST_TIMES };
  }

  /**
   * The data of a stream, its encryption and the filters in `entries` undone.
   *
   * @throws UnsupportedFormat for a filter that is not known; CorruptFile; LimitReached naming `inflatedBytes`
   */
  async decode(
    { offset, length }: Extent,
    entries: ReadonlyMap<string, PdfValue>,
    decrypt?: StreamDecryptor,
  ): Promise<Uint8Array> {
    const { maximum } = this.#allowance;
    // Reading counts too, because a stream without filters may be asked for again and again.
    this.#allowance.left -= length;
    if (length > maximum || this.#allowance.left < 0) throw inflatesTooFar(maximum);
    const data = await readExactly(this.#source, offset, length, 'stream');
    return decodeStructure((await decrypt?.(data)) ?? data, entries, this.#allowance);
  }
}
