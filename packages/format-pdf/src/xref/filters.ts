import { UnsupportedFormat } from '@rightsmith/core';
import { integerOf, nameOf, type PdfDictionary, type PdfValue } from '../lex/values.js';
import { decodeAscii85, decodeAsciiHex } from './ascii-filters.js';
import type { Allowance } from './bounded-output.js';
import { damaged } from './damage.js';
import { inflate } from './inflate.js';
import { decodeLzw } from './lzw.js';
import { undoPredictor } from './predictor.js';
import { decodeRunLength } from './run-length.js';

/** Filters one stream may have. */
export const MOST_FILTERS = 32;

/** One filter of a stream and its parameters. */
export interface Filter {
  readonly name: string;
  readonly parameters: PdfDictionary | undefined;
}

/** The filters a stream's dictionary names directly, in the order in which they are undone, by their full names. */
export function filtersOf(entries: ReadonlyMap<string, PdfValue>): readonly Filter[] {
  const names = listOf(entries.get('Filter')).map((value) => nameOf(value) ?? '');
  const parameters = listOf(entries.get('DecodeParms') ?? entries.get('DP'));
  return names.map((name, index) => {
    const value = parameters[index];
    return { name: FULL_NAMES[name] ?? name, parameters: value?.kind === 'dictionary' ? value : undefined };
  });
}

const FULL_NAMES: Readonly<Record<string, string>> = {
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  RL: 'RunLengthDecode',
};

/**
 * Undoes the filters of a stream that holds structure: all that ISO 32000-2 table 6 has for data. Content is never decoded.
 *
 * @throws UnsupportedFormat for another filter; CorruptFile; LimitReached naming `inflatedBytes`
 */
export async function decodeStructure(
  data: Uint8Array,
  entries: ReadonlyMap<string, PdfValue>,
  allowance: Allowance,
): Promise<Uint8Array> {
  const filters = filtersOf(entries);
  if (filters.length > MOST_FILTERS) throw damaged(`A stream has more than ${MOST_FILTERS} filters.`, 'Filter');
  let bytes = data;
  for (const filter of filters) bytes = await undoFilter(bytes, filter, allowance);
  return bytes;
}

async function undoFilter(data: Uint8Array, { name, parameters }: Filter, allowance: Allowance): Promise<Uint8Array> {
  switch (name) {
    case 'FlateDecode':
      return undoPredictor(await inflate(data, allowance), parameters?.entries);
    case 'LZWDecode': {
      const early = integerOf(parameters?.entries.get('EarlyChange')) === 0 ? 0 : 1;
      return undoPredictor(decodeLzw(data, early, allowance), parameters?.entries);
    }
    case 'RunLengthDecode':
      return decodeRunLength(data, allowance);
    case 'ASCII85Decode':
      return decodeAscii85(data, allowance);
    case 'ASCIIHexDecode':
      return decodeAsciiHex(data);
    case 'Crypt':
      // It names an encryption, which is undone before the filters are, or is none.
      return data;
    default:
      throw new UnsupportedFormat(`The filter ${name} is not known for a stream that holds structure.`);
  }
}

function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined) return [];
  return value.kind === 'array' ? value.items : [value];
}
