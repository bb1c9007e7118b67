import assert from 'node:assert/strict';

/** Fails with the place of the first difference instead of printing megabytes. */
export function assertEqualBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  if (Buffer.compare(actual, expected) === 0) return;
  assert.equal(actual.length, expected.length, `${what}: the length differs`);
  const place = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.fail(`${what}: byte ${place} of ${expected.length} differs`);
}
