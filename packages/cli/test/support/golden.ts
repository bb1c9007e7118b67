import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Compares a text with a committed file. `RIGHTSMITH_UPDATE_GOLDEN=1` writes the file instead: read the difference before
 * committing it.
 */
export function assertGolden(file: URL, actual: string): void {
  if (process.env['RIGHTSMITH_UPDATE_GOLDEN'] === '1') writeFileSync(file, actual);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
