import { readExactly, type ByteSource, type Limits } from '@rightsmith/core';
import type { PdfValue } from '../lex/values.js';
import { decodeStructure, inflatesTooFar } from './filters.js';
import type { Extent } from './stream-extent.js';

/** Undoes the encryption of a stream's data. */
export type StreamDecryptor = (data: Uint8Array) => Promise<Uint8Array>;

/** How many times the limit of one stream all of them together may have: none is decoded often, but a crafted file asks for it. */
const MOST_TIMES = 4;

/** Reads and decodes the streams of a file that hold structure, within limits for each and for all together. */
export class StructureDecoder {
  readonly #source: ByteSource;
  readonly #maximum: number;
  #left: number;

  constructor(source: ByteSource, { inflatedBytes }: Pick<Limits, 'inflatedBytes'>) {
    this.#source = source;
    this.#maximum = inflatedBytes;
    this.#left = inflatedBytes * MOST_TIMES;
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
    const maximum = Math.min(this.#maximum, this.#left);
    if (length > maximum) throw inflatesTooFar(maximum);
    const data = await readExactly(this.#source, offset, length, 'stream');
    const decoded = await decodeStructure((await decrypt?.(data)) ?? data, entries, maximum);
    this.#left -= decoded.length;
    return decoded;
  }
}
