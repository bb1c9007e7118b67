import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Bytes that look random and are the same each time. */
export function noise(length: number, seed = length): Uint8Array {
  return length === 0
    ? new Uint8Array()
    : new Uint8Array(createHash('shake256', { outputLength: length }).update(String(seed)).digest());
}

/** `deepEqual` would take seconds to tell how a megabyte differs. */
export function assertEqualBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  assert.ok(Buffer.from(actual).equals(expected), `${what} differ`);
}
