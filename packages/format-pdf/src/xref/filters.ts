import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { LimitReached, UnsupportedFormat } from '@rightsmith/core';
import { GREATER_THAN } from '../lex/characters.js';
import { decodeString } from '../lex/strings.js';
import { nameOf, type PdfDictionary, type PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';
import { undoPredictor } from './predictor.js';

const inflateBytes = promisify(inflate);

/** What `Z_SYNC_FLUSH` is: data that ends too early gives what is there. */
const TAKE_WHAT_IS_THERE = { finishFlush: 2 } as const;

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

const FULL_NAMES: Readonly<Record<string, string>> = { Fl: 'FlateDecode', AHx: 'ASCIIHexDecode' };

/**
 * Undoes the filters of a stream that holds structure. No other filters are known for such streams, and content is never decoded.
 *
 * @throws UnsupportedFormat for another filter; CorruptFile; LimitReached naming `inflatedBytes`
 */
export async function decodeStructure(
  data: Uint8Array,
  entries: ReadonlyMap<string, PdfValue>,
  maximum: number,
): Promise<Uint8Array> {
  let bytes = data;
  for (const { name, parameters } of filtersOf(entries)) {
    if (name === 'FlateDecode') bytes = undoPredictor(await inflateLimited(bytes, maximum), parameters?.entries);
    else if (name === 'ASCIIHexDecode') bytes = decodeAsciiHex(bytes);
    else throw new UnsupportedFormat(`The filter ${name} is not known for a stream that holds structure.`);
  }
  return bytes;
}

async function inflateLimited(data: Uint8Array, maximum: number): Promise<Uint8Array> {
  try {
    return await inflateBytes(data, { ...TAKE_WHAT_IS_THERE, maxOutputLength: maximum });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw inflatesTooFar(maximum, cause);
    throw damaged('Compressed data cannot be inflated.', 'FlateDecode', undefined, cause);
  }
}

/** The error for compressed data that is larger than allowed. */
export function inflatesTooFar(maximum: number, cause?: unknown): LimitReached {
  return new LimitReached(`Compressed data inflates to more than ${maximum} bytes.`, {
    limit: 'inflatedBytes',
    maximum,
    cause,
  });
}

function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const end = data.indexOf(GREATER_THAN);
  // The decoder takes a string token, brackets included.
  const token = Buffer.concat([Buffer.from('<'), end === -1 ? data : data.subarray(0, end), Buffer.from('>')]);
  const decoded = new Uint8Array(token.length);
  return decoded.subarray(0, decodeString(token, 0, token.length, decoded, 0));
}

function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined) return [];
  return value.kind === 'array' ? value.items : [value];
}
