import assert from 'node:assert/strict';
import { systemRandom } from '@rightsmith/core';

describe('systemRandom', () => {
  it('gives other bytes every time, in memory of their own, however many are asked for', () => {
    const all = Array.from({ length: 600 }, (_, n) => systemRandom.bytes(n % 3 === 0 ? 16 : 32 + (n % 100)));
    const texts = all.map((bytes) => Buffer.from(bytes).toString('hex'));
    assert.equal(new Set(texts.map((text) => text.slice(0, 32))).size, all.length);
    for (const [n, bytes] of all.entries()) {
      assert.equal(bytes.length, n % 3 === 0 ? 16 : 32 + (n % 100));
      assert.equal(bytes.buffer.byteLength, bytes.length, 'nobody else sees this memory');
      assert.ok(bytes.subarray(0, 16).some((byte) => byte !== 0));
    }
    assert.equal(systemRandom.bytes(0).length, 0);
  });
});
