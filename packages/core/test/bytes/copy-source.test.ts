import assert from 'node:assert/strict';
import { bytesSource, copySource, countingSink, memorySink } from '@rightsmith/core';
import { sampleBytes } from './support/sample-bytes.js';

describe('copySource', () => {
  for (const size of [0, 1, 1024 * 1024 - 1, 1024 * 1024, 2_500_000]) {
    it(`copies ${size} bytes and tells how far it got`, async () => {
      const bytes = sampleBytes(size);
      const sink = memorySink();
      const told: number[] = [];
      assert.equal(await copySource(bytesSource(bytes), sink, { progress: (done) => told.push(done) }), size);
      assert.deepEqual(sink.bytes(), bytes);
      assert.equal(told.at(-1), size);
    });
  }

  it('refuses a source that is shorter than its size', async () => {
    const source = { ...bytesSource(sampleBytes(10)), size: 20, read: () => Promise.resolve(sampleBytes(10)) };
    await assert.rejects(copySource(source, memorySink()), { code: 'CorruptFile' });
  });

  it('stops when told', async () => {
    const sink = countingSink();
    const options = { signal: AbortSignal.abort() };
    await assert.rejects(copySource(bytesSource(sampleBytes(10)), sink, options), { code: 'Aborted' });
    assert.equal(sink.count, 0);
  });
});
