import { CHARACTER_CLASSES, GREATER_THAN, WHITESPACE } from '../lex/characters.js';
import { decodeString } from '../lex/strings.js';
import { BoundedOutput, type Allowance } from './bounded-output.js';
import { damaged } from './damage.js';

/** Undoes `ASCIIHexDecode`; ISO 32000-2 §7.4.2. */
export function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const end = data.indexOf(GREATER_THAN);
  // The decoder takes a string token, brackets included.
  const token = Buffer.concat([Buffer.from('<'), end === -1 ? data : data.subarray(0, end), Buffer.from('>')]);
  const decoded = new Uint8Array(token.length);
  return decoded.subarray(0, decodeString(token, 0, token.length, decoded, 0));
}

/** Digits of a group, their base, and the first of them. */
const [GROUP, BASE, ZERO_DIGIT] = [5, 85, 0x21] as const;

/** Stands for a group of zeros. */
const LOWER_Z = 0x7a;

/** Begins the end mark `~>`. */
const TILDE = 0x7e;

const LARGEST_GROUP = 0xffff_ffff;

/** Undoes `ASCII85Decode`; ISO 32000-2 §7.4.3. @throws CorruptFile; LimitReached naming `inflatedBytes` */
export function decodeAscii85(data: Uint8Array, allowance: Allowance): Uint8Array {
  const output = new BoundedOutput(allowance, data.length);
  let [value, digits] = [0, 0];
  for (const byte of data) {
    if (byte === TILDE) break;
    if (CHARACTER_CLASSES[byte] === WHITESPACE) continue;
    if (byte === LOWER_Z && digits === 0) {
      putGroup(output, 0, 4);
      continue;
    }
    const digit = byte - ZERO_DIGIT;
    if (digit < 0 || digit >= BASE) throw noAscii85();
    value = value * BASE + digit;
    digits++;
    if (digits < GROUP) continue;
    putGroup(output, value, 4);
    [value, digits] = [0, 0];
  }
  if (digits === 1) throw noAscii85();
  // The digits that a last group lacks count as the largest one.
  if (digits > 1) {
    for (let missing = digits; missing < GROUP; missing++) value = value * BASE + BASE - 1;
    putGroup(output, value, digits - 1);
  }
  return output.taken();
}

function putGroup(output: BoundedOutput, value: number, count: number): void {
  if (value > LARGEST_GROUP) throw noAscii85();
  const { bytes, at } = output.extend(count);
  for (let index = 0; index < count; index++) bytes[at + index] = value >>> (24 - 8 * index);
}

function noAscii85(): Error {
  return damaged('Data in base 85 has digits that are none.', 'ASCII85Decode');
}
