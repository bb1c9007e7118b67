import {
  CARRIAGE_RETURN,
  CHARACTER_CLASSES,
  isDigit,
  LINE_FEED,
  matches,
  REGULAR,
  skipWhitespace,
  WHITESPACE,
} from '../lex/characters.js';
import { behindInteger, readDigits } from '../lex/references.js';

/** ISO 32000-2 §7.5.4. */
const LARGEST_GENERATION = 65_535;

/** The keyword between a stream's dictionary and its data. */
export const STREAM = 'stream';

/**
 * The offset of a stream's first byte, behind the keyword; -1 where memory ends before it is certain. CR LF or LF must stand
 * there; a CR alone, blanks before it or nothing at all are taken too, as qpdf does.
 */
export function dataStart(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at; position < end; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === LINE_FEED) return position + 1;
    if (byte === CARRIAGE_RETURN) {
      if (position + 1 === end) return -1;
      return bytes[position + 1] === LINE_FEED ? position + 2 : position + 1;
    }
    if (CHARACTER_CLASSES[byte] !== WHITESPACE) return position;
  }
  return -1;
}

/** The `n g obj` that stands at `at`, perhaps behind whitespace, and the offset behind it; `cut` where memory ends before it is certain. */
export function readHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly number: number; readonly generation: number; readonly end: number } | 'cut' | 'absent' {
  const numberAt = skipWhitespace(bytes, at, end);
  const generationAt = behindInteger(bytes, numberAt, end);
  const keywordAt = generationAt === -1 ? -1 : behindInteger(bytes, generationAt, end);
  if (keywordAt === -1) return mayContinue(bytes, numberAt, end) ? 'cut' : 'absent';
  if (end - keywordAt < 4) return 'cut';
  if (!matches(bytes, keywordAt, 'obj') || CHARACTER_CLASSES[bytes[keywordAt + 3] ?? 0] === REGULAR) return 'absent';
  const [number, generation] = [readDigits(bytes, numberAt), readDigits(bytes, generationAt)];
  const isPossible = number !== -1 && generation !== -1 && generation <= LARGEST_GENERATION;
  return isPossible ? { number, generation, end: keywordAt + 3 } : 'absent';
}

/** Whether nothing but digits and whitespace stands there up to the end of memory. */
function mayContinue(bytes: Uint8Array, at: number, end: number): boolean {
  for (let position = at; position < end; position++) {
    const byte = bytes[position] ?? 0;
    if (!isDigit(byte) && CHARACTER_CLASSES[byte] !== WHITESPACE) return false;
  }
  return true;
}
