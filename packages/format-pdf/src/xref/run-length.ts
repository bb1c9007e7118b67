import { BoundedOutput, type Allowance } from './bounded-output.js';

const END_OF_DATA = 128;

/** Undoes `RunLengthDecode`; ISO 32000-2 §7.4.5. Data that ends too early gives what is there. @throws LimitReached naming `inflatedBytes` */
export function decodeRunLength(data: Uint8Array, allowance: Allowance): Uint8Array {
  const output = new BoundedOutput(allowance, data.length * 2);
  for (let at = 0; at < data.length;) {
    const length = data[at++] ?? END_OF_DATA;
    if (length === END_OF_DATA) break;
    if (length < END_OF_DATA) {
      const literal = data.subarray(at, at + length + 1);
      output.append(literal);
      at += literal.length;
    } else if (at < data.length) {
      const count = 257 - length;
      const room = output.extend(count);
      room.bytes.fill(data[at++] ?? 0, room.at, room.at + count);
    }
  }
  return output.taken();
}
