import { bytesSource, readExactly } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { sampleBytes } from './support/sample-bytes.js';
import { shrunkSource } from './support/sample-sources.js';

describe('readExactly', () => {
  it('gives the bytes that are there', async () => {
    assert.deepEqual(await readExactly(bytesSource(sampleBytes(10)), 4, 6, 'header'), sampleBytes(10).slice(4));
    assert.equal((await readExactly(bytesSource(sampleBytes(10)), 10, 0, 'header')).length, 0);
  });

  for (const [offset, length] of [
    [5, 6],
    [11, 0],
    [0, 2 ** 52],
    [2 ** 60, 1],
    [0, 2 ** 60],
    [-1, 1],
    [0, -1],
    [0, 0.5],
    [NaN, 1],
  ] as const) {
    it(`calls a file of 10 bytes corrupt that should have ${length} bytes at ${offset}`, async () => {
      await assert.rejects(readExactly(bytesSource(sampleBytes(10)), offset, length, 'fixed header'), {
        code: 'CorruptFile',
        where: { structure: 'fixed header', offset },
      });
    });
  }

  it('calls a file corrupt that shrank', async () => {
    await assert.rejects(readExactly(shrunkSource(sampleBytes(10), 10), 5, 10, 'header'), { code: 'CorruptFile' });
  });
});
