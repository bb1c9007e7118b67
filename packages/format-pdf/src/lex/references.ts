import {
  CHARACTER_CLASSES,
  isDigit,
  LEFT_PARENTHESIS,
  LESS_THAN,
  REGULAR,
  skipBlank,
  skipRegular,
  skipWhitespace,
  SOLIDUS,
  ZERO,
} from './characters.js';
import { skipHex, skipLiteral } from './strings.js';

const UPPER_R = 0x52;

/** The offset behind the reference `n g R` that begins at `at`; -1 when none stands there whole. */
export function referenceEnd(bytes: Uint8Array, at: number, end: number): number {
  const generation = behindInteger(bytes, at, end);
  const keyword = generation === -1 ? -1 : behindInteger(bytes, generation, end);
  if (keyword === -1 || bytes[keyword] !== UPPER_R) return -1;
  const behind = keyword + 1;
  return behind < end && CHARACTER_CLASSES[bytes[behind] ?? 0] === REGULAR ? -1 : behind;
}

/** The number of at most 15 digits at `at`; -1 where no digit stands, or more of them. */
export function readDigits(bytes: Uint8Array, at: number): number {
  let value = 0;
  let position = at;
  for (; isDigit(bytes[position]); position++) value = value * 10 + (bytes[position] ?? 0) - ZERO;
  return position === at || position - at > 15 ? -1 : value;
}

/** The offset of what stands behind the digits at `at` and the whitespace that must follow them; -1 where they do not stand so. */
export function behindInteger(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && isDigit(bytes[position])) position++;
  if (position === at) return -1;
  const next = skipWhitespace(bytes, position, end);
  return next === position || next >= end ? -1 : next;
}

/** Calls `take` with the number of each reference among the tokens of `bytes[start..end)`. */
export function eachReference(bytes: Uint8Array, start: number, end: number, take: (number: number) => void): void {
  for (let at = skipBlank(bytes, start, end); at < end;) {
    const behind = isDigit(bytes[at]) ? referenceEnd(bytes, at, end) : -1;
    if (behind !== -1) take(readDigits(bytes, at));
    at = skipBlank(bytes, behind === -1 ? tokenEnd(bytes, at, end) : behind, end);
  }
}

/** The offset behind the token at `at`; a string that does not end goes up to `end`. */
function tokenEnd(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] ?? 0;
  if (CHARACTER_CLASSES[byte] === REGULAR || byte === SOLIDUS) return skipRegular(bytes, at + 1, end);
  const isHex = byte === LESS_THAN && bytes[at + 1] !== LESS_THAN;
  if (!isHex && byte !== LEFT_PARENTHESIS) return byte === LESS_THAN ? at + 2 : at + 1;
  const behind = isHex ? skipHex(bytes, at, end) : skipLiteral(bytes, at, end);
  return behind === -1 ? end : behind;
}
