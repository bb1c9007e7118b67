import { throwIfAborted, type ByteSource } from '@rightsmith/core';
import { latin1 } from '../lex/characters.js';
import type { PdfDictionary } from '../lex/values.js';
import { isDamage } from './damage.js';
import { ObjectReader } from './object-reader.js';
import { Patience } from './patience.js';
import { readUpTo } from './read-up-to.js';
import { streamExtent, type Extent } from './stream-extent.js';

/** An object, or a trailer, that stands in a file where nothing says so. */
export interface Find {
  /** Absent for a trailer. */
  readonly object?: { readonly number: number; readonly generation: number; readonly offset: number };
  /** Of an object stream: where its data is. */
  readonly objectStream?: Extent;
  /** Of a trailer, an object stream or a cross-reference stream. */
  readonly dictionary?: PdfDictionary;
  /** Whether the dictionary is that of a trailer, or of a cross-reference stream, which is one too. */
  readonly isTrailer: boolean;
}

/** Bytes searched at once. */
const CHUNK: number = 1024 * 1024;

/** Bytes in which the beginning of an object ends. */
const OVERLAP = 64;

/** Bytes brought into memory for each object. */
const READ_AHEAD: number = 256 * 1024;

const OBJECT_OR_TRAILER =
  /(?<![^\0\t\n\f\r >\])])(?:\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj(?![A-Za-z0-9])|trailer(?![A-Za-z0-9]))/g;

/**
 * Searches the whole file for objects and trailers, in the order in which they stand. The data of streams is passed over, so
 * that a file embedded in it is not taken for a part of this one. Objects that are not whole are left out.
 */
export async function* searchFile(source: ByteSource, signal: AbortSignal): AsyncGenerator<Find> {
  const reader = new ObjectReader(source);
  const patience = new Patience(source.size);
  let resume = 0;
  while (resume < source.size) {
    throwIfAborted(signal);
    // The byte before shows whether a number begins there or goes on.
    const start = Math.max(0, resume - 1);
    const text = latin1(await readUpTo(source, start, CHUNK + OVERLAP));
    for (const { index, 0: match } of text.matchAll(OBJECT_OR_TRAILER)) {
      const offset = start + index;
      if (index >= CHUNK || offset < resume) continue;
      const found = await readFind(reader, offset, match === TRAILER);
      if (found.find !== undefined) yield found.find;
      patience.spend(found.wasted ?? 0, offset);
      resume = Math.max(found.end, offset + match.length);
    }
    resume = Math.max(resume, start + CHUNK);
  }
}

const TRAILER = 'trailer';

/** What was found, and where the search goes on. */
interface Found {
  readonly find?: Find;
  readonly end: number;
  /** Bytes that were looked through for nothing. */
  readonly wasted?: number;
}

/** What stands at `offset`, if it is whole, and where it ends. */
async function readFind(reader: ObjectReader, offset: number, isTrailer: boolean): Promise<Found> {
  reader.wasted = 0;
  try {
    return isTrailer ? await readTrailer(reader, offset + TRAILER.length) : await readObject(reader, offset);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // A stream's end was looked for in all that follows.
    const wasted = error.where?.structure === 'stream' ? reader.window.source.size - offset : reader.wasted;
    return { end: offset, wasted };
  }
}

async function readTrailer(reader: ObjectReader, offset: number): Promise<Found> {
  const dictionary = await reader.readBare(offset, TRAILER);
  return dictionary.kind === 'dictionary'
    ? { find: { dictionary, isTrailer: true }, end: reader.end }
    : { end: offset };
}

async function readObject(reader: ObjectReader, offset: number): Promise<Found> {
  if (!(await reader.read(offset, READ_AHEAD))) return { end: offset };
  const { number, generation, streamStart, window } = reader;
  const { isObjectStream, isCrossReferenceStream, length } = reader.scanner.facts;
  const object = { number, generation, offset };
  if (streamStart === -1) return { find: { object, isTrailer: false }, end: reader.end };
  const value = isObjectStream || isCrossReferenceStream ? reader.value() : undefined;
  const extent = await streamExtent(window, streamStart, length === -1 ? undefined : length, window.source.size);
  const find: Find = {
    object,
    ...(isObjectStream && { objectStream: extent }),
    ...(value?.kind === 'dictionary' && { dictionary: value }),
    isTrailer: isCrossReferenceStream,
  };
  return { find, end: extent.offset + extent.length };
}
