import type { ByteSource } from '@rightsmith/core';
import { latin1, matches, skipWhitespace } from '../lex/characters.js';
import { readDigits } from '../lex/references.js';
import { integerOf, type PdfDictionary } from '../lex/values.js';
import { damaged } from './damage.js';
import { CrossReference } from './entries.js';
import { ObjectReader } from './object-reader.js';
import { Patience } from './patience.js';
import { readCrossReferenceStream } from './read-stream.js';
import { readTable } from './read-table.js';
import { readUpTo } from './read-up-to.js';
import type { StructureDecoder } from './structure-decoder.js';

/** Where a file's objects are, and its newest trailer. */
export interface CrossReferenceChain {
  readonly entries: CrossReference;
  readonly trailer: PdfDictionary;
}

/** Bytes at the end of the file in which `startxref` is looked for. */
const TAIL = 2048;

/** Bytes read for each section at least: what a file of a hundred thousand empty ones asks for. */
const SECTION_READ = 8192;

/**
 * Follows the cross-reference from `startxref` through all `Prev`. The newest entry of each number wins; the newest trailer
 * counts.
 *
 * @throws CorruptFile when any part of it is not as it should be: then the file has to be searched instead
 */
export async function readChain(source: ByteSource, decoder: StructureDecoder): Promise<CrossReferenceChain> {
  const entries = new CrossReference(source.size);
  const visited = new Set<number>();
  const patience = new Patience(source.size);
  let newest: PdfDictionary | undefined;
  let offset = await findStart(source);
  while (offset !== 0) {
    if (visited.has(offset)) throw damaged('The chain of cross-references is a circle.', 'trailer', offset);
    visited.add(offset);
    patience.spend(SECTION_READ, offset);
    const trailer = await readSection(source, offset, entries, decoder);
    newest ??= trailer;
    offset = optionalOffset(trailer, 'Prev') ?? 0;
  }
  if (newest === undefined) throw damaged('There is no cross-reference.', 'startxref');
  return { entries, trailer: newest };
}

/** The offset that the last `startxref` names. */
async function findStart(source: ByteSource): Promise<number> {
  const start = Math.max(0, source.size - TAIL);
  const tail = await readUpTo(source, start, TAIL);
  const keyword = latin1(tail).lastIndexOf('startxref');
  const at = skipWhitespace(tail, keyword + 'startxref'.length, tail.length);
  const offset = keyword === -1 ? -1 : readDigits(tail, at);
  if (offset <= 0)
    throw damaged('The offset of the cross-reference is missing.', 'startxref', start + Math.max(0, keyword));
  return offset;
}

async function readSection(
  source: ByteSource,
  offset: number,
  entries: CrossReference,
  decoder: StructureDecoder,
): Promise<PdfDictionary> {
  const reader = new ObjectReader(source);
  const at = await reader.window.load(offset, 64);
  const keyword = skipWhitespace(reader.window.bytes, at, reader.window.bytes.length);
  if (!matches(reader.window.bytes, keyword, 'xref')) {
    return readCrossReferenceStream(reader, offset, entries, decoder);
  }
  const { free, trailerOffset } = await readTable(source, offset + keyword - at + 'xref'.length, entries);
  const trailer = await reader.readBare(trailerOffset, 'trailer');
  if (trailer.kind !== 'dictionary') throw damaged('The trailer is no dictionary.', 'trailer', trailerOffset);
  // In a hybrid file the table calls the compressed objects free, and this stream knows better; ISO 32000-2 §7.5.8.4.
  const hybrid = optionalOffset(trailer, 'XRefStm');
  if (hybrid !== undefined) await readCrossReferenceStream(reader, hybrid, entries, decoder);
  for (const number of free) entries.addFree(number);
  return trailer;
}

function optionalOffset(trailer: PdfDictionary, key: string): number | undefined {
  const value = trailer.entries.get(key);
  const offset = integerOf(value);
  if (value !== undefined && (offset === undefined || offset < 0)) {
    throw damaged(`The trailer’s ${key} is no offset.`, 'trailer');
  }
  return offset;
}
