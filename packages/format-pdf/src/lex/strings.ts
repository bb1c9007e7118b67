import {
  BACKSLASH,
  CARRIAGE_RETURN,
  GREATER_THAN,
  LEFT_PARENTHESIS,
  LESS_THAN,
  LINE_FEED,
  RIGHT_PARENTHESIS,
  ZERO,
} from './characters.js';

const LOWER_N = 0x6e;
const LOWER_R = 0x72;

/** What the letter behind a backslash stands for; ISO 32000-2 table 3. */
const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09, 0x62: 0x08, 0x66: 0x0c };

const HEX_DIGITS = '0123456789abcdef';

/** The value of each hexadecimal digit's byte; 255 for every other byte. */
const HEX_VALUES: Readonly<Uint8Array> = hexValues();

/** The offset behind the literal string that begins at `at`; -1 when it does not end before `end`. */
export function skipLiteral(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (let position = at; position < end; position++) {
    const byte = bytes[position];
    if (byte === BACKSLASH) position++;
    else if (byte === LEFT_PARENTHESIS) depth++;
    else if (byte === RIGHT_PARENTHESIS && --depth === 0) return position + 1;
  }
  return -1;
}

/** The offset behind the hexadecimal string that begins at `at`; -1 when it does not end before `end`. */
export function skipHex(bytes: Uint8Array, at: number, end: number): number {
  const position = bytes.indexOf(GREATER_THAN, at);
  return position === -1 || position >= end ? -1 : position + 1;
}

/** Whether the string token that begins at `at` is written in hexadecimal digits. */
export function isHex(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LESS_THAN;
}

/**
 * Writes what the string token `bytes[start..end)` stands for to `target` from `at` on, at most as many bytes as the token has,
 * and returns the offset behind it.
 */
export function decodeString(bytes: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  return isHex(bytes, start)
    ? decodeHex(bytes, start + 1, end - 1, target, at)
    : decodeLiteral(bytes, start + 1, end - 1, target, at);
}

function decodeLiteral(bytes: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  let to = at;
  let position = start;
  while (position < end) {
    const byte = bytes[position++] ?? 0;
    if (byte === CARRIAGE_RETURN) {
      target[to++] = LINE_FEED;
      if (bytes[position] === LINE_FEED) position++;
    } else if (byte === BACKSLASH) {
      const length = escapeLength(bytes, position, end);
      const value = escapeValue(bytes, position, length);
      if (value >= 0) target[to++] = value;
      position += length;
    } else target[to++] = byte;
  }
  return to;
}

/** Bytes that belong to the escape behind a backslash. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === CARRIAGE_RETURN) return bytes[at + 1] === LINE_FEED ? 2 : 1;
  let digits = 0;
  while (digits < 3 && at + digits < end && isOctal(bytes[at + digits] ?? 0)) digits++;
  return digits === 0 ? 1 : digits;
}

/** The byte that the escape stands for; -1 for a line that goes on. High-order overflow of octal digits is ignored. */
function escapeValue(bytes: Uint8Array, at: number, length: number): number {
  const byte = bytes[at] ?? 0;
  if (byte === CARRIAGE_RETURN || byte === LINE_FEED) return -1;
  if (!isOctal(byte)) return ESCAPES[byte] ?? byte;
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 8 + (bytes[at + index] ?? 0) - ZERO;
  return value & 0xff;
}

/** Bytes that are no hexadecimal digits are skipped; a missing last digit is 0. */
function decodeHex(bytes: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  let to = at;
  let high = -1;
  for (let position = start; position < end; position++) {
    const value = HEX_VALUES[bytes[position] ?? 0] ?? 255;
    if (value === 255) continue;
    if (high === -1) high = value;
    else {
      target[to++] = high * 16 + value;
      high = -1;
    }
  }
  if (high !== -1) target[to++] = high * 16;
  return to;
}

/**
 * Writes `data` as a literal string to `target` from `at` on, at most twice its length and two bytes, and returns the offset
 * behind it. The escapes are those Microsoft writes: parentheses and backslash, LF and CR; pdf-irm.md §3.2.
 */
export function encodeLiteral(data: Uint8Array, target: Uint8Array, at: number): number {
  let to = at;
  target[to++] = LEFT_PARENTHESIS;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- half of what writing ciphertext costs is this loop
  for (let from = 0; from < data.length; from++) {
    const byte = data[from] ?? 0;
    const escaped = literalEscape(byte);
    if (escaped !== 0) target[to++] = BACKSLASH;
    target[to++] = escaped === 0 ? byte : escaped;
  }
  target[to++] = RIGHT_PARENTHESIS;
  return to;
}

/** What stands behind the backslash; 0 for a byte that stands for itself. */
function literalEscape(byte: number): number {
  if (byte > BACKSLASH) return 0;
  switch (byte) {
    case LINE_FEED:
      return LOWER_N;
    case CARRIAGE_RETURN:
      return LOWER_R;
    case LEFT_PARENTHESIS:
    case RIGHT_PARENTHESIS:
    case BACKSLASH:
      return byte;
    default:
      return 0;
  }
}

/** As {@link encodeLiteral}, in hexadecimal digits. */
export function encodeHex(data: Uint8Array, target: Uint8Array, at: number): number {
  let to = at;
  target[to++] = LESS_THAN;
  for (const byte of data) {
    target[to++] = HEX_DIGITS.charCodeAt(byte >> 4);
    target[to++] = HEX_DIGITS.charCodeAt(byte & 15);
  }
  target[to++] = GREATER_THAN;
  return to;
}

function isOctal(byte: number): boolean {
  return byte >= ZERO && byte < ZERO + 8;
}

function hexValues(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (const [value, digit] of Array.from(HEX_DIGITS).entries()) {
    table[digit.charCodeAt(0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}
