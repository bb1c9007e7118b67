import assert from 'node:assert/strict';
import { cipherLength } from '@rightsmith/core';
import type { CipherMode } from '@rightsmith/core';

const TEBIBYTE: number = 2 ** 40;

describe('cipherLength', () => {
  it('adds 1 to 16 bytes of padding in CBC4K', () => {
    const lengths = [0, 1, 15, 16, 17, 4080, 4081, 4095, 4096, 5 * 2 ** 32 + 3];
    const expected = [16, 16, 16, 32, 32, 4096, 4096, 4096, 4112, 5 * 2 ** 32 + 16];
    assert.deepEqual(
      lengths.map((length) => cipherLength('CBC4K', length)),
      expected,
    );
  });

  it('adds nothing in the other modes', () => {
    assert.equal(cipherLength('CBC512', 528), 528);
    assert.equal(cipherLength('ECB', 0), 0);
    assert.equal(cipherLength('ECB', 32 * TEBIBYTE), 32 * TEBIBYTE);
  });

  it('refuses what the modes without padding cannot carry', () => {
    const wrong: readonly [CipherMode, number][] = [
      ['CBC512', 0],
      ['CBC512', 15],
      ['ECB', 4097],
    ];
    for (const [mode, length] of wrong) assert.throws(() => cipherLength(mode, length), { code: 'UsageError' });
  });

  it('refuses lengths that are none, and modes there are not', () => {
    for (const length of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      assert.throws(() => cipherLength('CBC4K', length), { code: 'UsageError' });
    }
    assert.throws(() => cipherLength('CBC' as CipherMode, 16), { code: 'UsageError' });
  });

  it('ends at 2^32 segments, the one that holds only padding included', () => {
    assert.equal(cipherLength('CBC4K', 16 * TEBIBYTE - 1), 16 * TEBIBYTE);
    assert.equal(cipherLength('CBC512', 2 * TEBIBYTE), 2 * TEBIBYTE);
    const limit = { code: 'LimitReached', limit: 'segments', maximum: 2 ** 32 };
    assert.throws(() => cipherLength('CBC4K', 16 * TEBIBYTE), limit);
    assert.throws(() => cipherLength('CBC512', 2 * TEBIBYTE + 16), limit);
  });
});
