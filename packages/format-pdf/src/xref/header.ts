import { sliceSource, type ByteSource } from '@rightsmith/core';
import { latin1 } from '../lex/characters.js';
import { readUpTo } from './read-up-to.js';

/** Bytes at the beginning of a file in which the header must begin; others look as far. */
const SEARCHED = 1024;

const HEADER = /%PDF-(\d\.\d)?/;

/** Of a file that names none. */
const DEFAULT_VERSION = '1.4';

/** How a PDF ends, and bytes at the end of a file in which that must stand. */
const ENDING = /startxref\s+\d+\s+%%EOF\s*$/;
const TAIL = 128;

/** What stands at the end of every PDF that is whole, perhaps before blanks and junk, and where it is looked for. */
const END = /startxref|%%EOF/;
const LONG_TAIL = 2048;

/** A PDF file without what stands before its header. */
export interface PdfFile {
  /** From the header on: all offsets in the file count from there. */
  readonly source: ByteSource;
  /** Such as `1.7`. */
  readonly version: string;
  /** Bytes before the header. */
  readonly junk: number;
  readonly hasHeader: boolean;
}

/** As {@link findHeader}; a file that lost its header is known by its end. */
export async function findFile(source: ByteSource): Promise<PdfFile | undefined> {
  const file = await findHeader(source);
  if (file !== undefined) return file;
  const tail = latin1(await readUpTo(source, Math.max(0, source.size - TAIL), TAIL));
  return ENDING.test(tail) ? { source, version: DEFAULT_VERSION, junk: 0, hasHeader: false } : undefined;
}

/** Whether the file ends where a PDF ends, and was not cut. */
export async function hasEnd(source: ByteSource): Promise<boolean> {
  return END.test(latin1(await readUpTo(source, Math.max(0, source.size - LONG_TAIL), LONG_TAIL)));
}

/** Finds the header; undefined: there is none. */
export async function findHeader(source: ByteSource): Promise<PdfFile | undefined> {
  const text = latin1(await readUpTo(source, 0, SEARCHED + '%PDF-1.7'.length));
  const match = HEADER.exec(text);
  if (match === null || match.index >= SEARCHED) return undefined;
  const { index: junk } = match;
  return {
    source: junk === 0 ? source : sliceSource(source, junk, source.size - junk),
    version: match[1] ?? DEFAULT_VERSION,
    junk,
    hasHeader: true,
  };
}
