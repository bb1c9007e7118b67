import { CHARACTER_CLASSES, latin1, NUMBER_SIGN, REGULAR } from './characters.js';

/** The name whose token, solidus included, is `bytes[start..end)`: without the solidus, escapes resolved, one character a byte. */
export function decodeName(bytes: Uint8Array, start: number, end: number): string {
  const text = latin1(bytes, start + 1, end);
  if (!text.includes('#')) return text;
  return text.replace(/#([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** The token of a name, as ISO 32000-2 §7.3.5 wants it written. */
export function encodeName(name: string): string {
  return `/${name.replace(/[^]/g, encodeCharacter)}`;
}

function encodeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  const isPlain = code > 0x20 && code < 0x7f && code !== NUMBER_SIGN && CHARACTER_CLASSES[code] === REGULAR;
  return isPlain ? character : `#${code.toString(16).padStart(2, '0')}`;
}
