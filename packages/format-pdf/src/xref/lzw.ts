import { BoundedOutput, type Allowance } from './bounded-output.js';
import { damaged } from './damage.js';

/** Codes that stand for no bytes; those behind them are given out as the data goes on. ISO 32000-2 §7.4.4. */
const [CLEAR_TABLE, END_OF_DATA, FIRST_FREE] = [256, 257, 258] as const;

const [FEWEST_BITS, MOST_BITS] = [9, 12] as const;
const MOST_CODES: number = 2 ** MOST_BITS;

/**
 * Undoes `LZWDecode`. `early` is what `EarlyChange` says: how many codes too early codes get longer. Data that ends too early
 * gives what is there.
 *
 * @throws CorruptFile; LimitReached naming `inflatedBytes`
 */
export function decodeLzw(data: Uint8Array, early: number, allowance: Allowance): Uint8Array {
  const output = new BoundedOutput(allowance, data.length * 3);
  // What each code stands for was written before: where it begins, and how long it is.
  const [starts, lengths] = [new Float64Array(MOST_CODES), new Uint32Array(MOST_CODES)];
  let next: number = FIRST_FREE;
  let bits: number = FEWEST_BITS;
  let before: { readonly at: number; readonly length: number } | undefined;
  for (let bit = 0; bit + bits <= data.length * 8;) {
    const code = codeAt(data, bit, bits);
    bit += bits;
    if (code === END_OF_DATA) break;
    if (code === CLEAR_TABLE) {
      [next, bits, before] = [FIRST_FREE, FEWEST_BITS, undefined];
      continue;
    }
    if (before !== undefined && next < MOST_CODES) {
      // The bytes of the code before, and the first one of this: as they stand in the output, one behind the other.
      starts[next] = before.at;
      lengths[next++] = before.length + 1;
    }
    if (code >= next) throw damaged('Compressed data names a code that it has not made yet.', 'LZWDecode');
    before = put(output, code, starts, lengths);
    if (next + early >= 2 ** bits && bits < MOST_BITS) bits++;
  }
  return output.taken();
}

/** Writes the bytes of a code and tells where. */
function put(
  output: BoundedOutput,
  code: number,
  starts: Float64Array,
  lengths: Uint32Array,
): { readonly at: number; readonly length: number } {
  const length = code < CLEAR_TABLE ? 1 : (lengths[code] ?? 0);
  const { bytes, at } = output.extend(length);
  if (code < CLEAR_TABLE) bytes[at] = code;
  else {
    // One by one: the last byte of a code that was made just now is the first of itself.
    const start = starts[code] ?? 0;
    for (let index = 0; index < length; index++) bytes[at + index] = bytes[start + index] ?? 0;
  }
  return { at, length };
}

/** The `bits` bits from bit `at` on, the highest first. */
function codeAt(data: Uint8Array, at: number, bits: number): number {
  const byte = Math.floor(at / 8);
  const three = ((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0);
  return (three >> (24 - bits - (at % 8))) & (2 ** bits - 1);
}
