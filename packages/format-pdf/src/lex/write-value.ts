import { encodeName } from './names.js';
import { encodeHex, encodeLiteral } from './strings.js';
import type { PdfValue } from './values.js';

/** The value as tokens, with no more blanks than needed. */
export function writeValue(value: PdfValue): Uint8Array {
  return Buffer.from(valueText(value), 'latin1');
}

/** As {@link writeValue}, as text of one character a byte. */
export function valueText(value: PdfValue): string {
  switch (value.kind) {
    case 'word':
      return value.text;
    case 'name':
      return encodeName(value.name);
    case 'string':
      return stringText(value.bytes);
    case 'reference':
      return `${value.number} ${value.generation} R`;
    case 'array':
      return `[${value.items.map(valueText).join(' ')}]`;
    case 'dictionary':
      return `<<${[...value.entries].map(([key, entry]) => `${encodeName(key)} ${valueText(entry)}`).join(' ')}>>`;
  }
}

/** A literal string where all bytes are text, hexadecimal digits otherwise. */
function stringText(bytes: Uint8Array): string {
  const token = new Uint8Array(bytes.length * 2 + 2);
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  const length = isText ? encodeLiteral(bytes, token, 0) : encodeHex(bytes, token, 0);
  return Buffer.from(token.buffer, 0, length).toString('latin1');
}
