import { bytesSource, sliceSource } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { sampleBytes } from './support/sample-bytes.js';
import { shrunkSource } from './support/sample-sources.js';

describe('sliceSource', () => {
  it('reads a part of a part', async () => {
    const outer = sliceSource(bytesSource(sampleBytes(1000)), 100, 500);
    const inner = sliceSource(outer, 50, 100);
    assert.deepEqual(await inner.read(10, 1000), sampleBytes(1000).slice(160, 250));
  });

  it('leaves the source open when it is closed', async () => {
    const source = bytesSource(sampleBytes(10));
    await sliceSource(source, 0, 5).close();
    assert.equal((await source.read(0, 10)).length, 10);
  });

  it('may be empty, at the end too', async () => {
    assert.equal((await sliceSource(bytesSource(sampleBytes(10)), 10, 0).read(0, 1)).length, 0);
  });

  it('gives what is left of a source that shrank', async () => {
    assert.equal((await sliceSource(shrunkSource(sampleBytes(10), 90), 5, 50).read(0, 50)).length, 5);
  });

  for (const [offset, length] of [
    [0, 11],
    [11, 0],
    [5, 6],
    [-1, 2],
    [0, 0.5],
    [1, Number.MAX_SAFE_INTEGER],
  ] as const) {
    it(`refuses ${length} bytes from ${offset} of a source of 10`, () => {
      assert.throws(() => sliceSource(bytesSource(sampleBytes(10)), offset, length), { code: 'UsageError' });
    });
  }
});
