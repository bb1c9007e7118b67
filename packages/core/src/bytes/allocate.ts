import { constants } from 'node:buffer';
import { LimitReached } from '../errors.js';

/** `length` zero bytes. @throws LimitReached when the platform cannot give that many in one piece */
export function allocate(length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new LimitReached(`${length} bytes do not fit into memory in one piece.`, {
      limit: 'arrayBytes',
      maximum: constants.MAX_LENGTH,
      cause,
    });
  }
}
