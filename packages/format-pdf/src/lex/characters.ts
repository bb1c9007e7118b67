/** How a byte counts between tokens; ISO 32000-2 §7.2.3. */
export const REGULAR = 0;
export const WHITESPACE = 1;
export const DELIMITER = 2;

export const NUL = 0x00;
export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const FORM_FEED = 0x0c;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const NUMBER_SIGN = 0x23;
export const PERCENT = 0x25;
export const LEFT_PARENTHESIS = 0x28;
export const RIGHT_PARENTHESIS = 0x29;
export const SOLIDUS = 0x2f;
export const ZERO = 0x30;
export const NINE = 0x39;
export const LESS_THAN = 0x3c;
export const GREATER_THAN = 0x3e;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const RIGHT_BRACKET = 0x5d;
export const LEFT_BRACE = 0x7b;
export const RIGHT_BRACE = 0x7d;

/** The class of every byte. */
export const CHARACTER_CLASSES: Readonly<Uint8Array> = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [NUL, TAB, LINE_FEED, FORM_FEED, CARRIAGE_RETURN, SPACE]) table[byte] = WHITESPACE;
  for (const character of '()<>[]{}/%') table[character.charCodeAt(0)] = DELIMITER;
  return table;
}

/** Whether the byte is a decimal digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** The offset of the first byte from `at` on that is neither whitespace nor in a comment; `end` if there is none. */
export function skipBlank(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at; position < end; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === PERCENT) position = skipComment(bytes, position, end) - 1;
    else if (CHARACTER_CLASSES[byte] !== WHITESPACE) return position;
  }
  return end;
}

/** The offset of the first byte from `at` on that is not whitespace; `end` if there is none. */
export function skipWhitespace(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && CHARACTER_CLASSES[bytes[position] ?? 0] === WHITESPACE) position++;
  return position;
}

/** The offset of the first byte from `at` on that is not regular; `end` if there is none. */
export function skipRegular(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && CHARACTER_CLASSES[bytes[position] ?? 0] === REGULAR) position++;
  return position;
}

/** Whether `text`, ASCII, stands at `at`. */
export function matches(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** The bytes as text of one character each. */
export function latin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}

function skipComment(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && bytes[position] !== LINE_FEED && bytes[position] !== CARRIAGE_RETURN) position++;
  return position;
}
