import { CHARACTER_CLASSES, isDigit, REGULAR, skipWhitespace, ZERO } from './characters.js';

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
