import { constants } from 'node:buffer';
import { LimitReached } from '../errors.js';

/**
 * `length` bytes of unspecified content, on a word boundary: fill them before anybody else sees them. Zeros would have to be
 * written first, which costs as much as reading the bytes from a file.
 *
 * @throws LimitReached when the platform cannot give that many in one piece
 */
export function allocate(length: number): Uint8Array {
  try {
    const { buffer, byteOffset } = Buffer.allocUnsafeSlow(length);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (cause) {
    throw new LimitReached(`${length} bytes do not fit into memory in one piece.`, {
      limit: 'arrayBytes',
      maximum: constants.MAX_LENGTH,
      cause,
    });
  }
}
