import { budgetSource, bytesSource } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { sampleBytes } from './support/sample-bytes.js';

describe('budgetSource', () => {
  it('reads up to its budget and not a byte further', async () => {
    const source = budgetSource(bytesSource(sampleBytes(100)), 30);
    await source.read(0, 10);
    await source.read(0, 20);
    await assert.rejects(source.read(0, 1), { code: 'LimitReached', limit: 'detectBytes', maximum: 30 });
  });

  it('counts what is there, not what is asked for', async () => {
    const source = budgetSource(bytesSource(sampleBytes(10)), 30);
    for (let round = 0; round < 3; round += 1) assert.equal((await source.read(0, 1_000_000)).length, 10);
  });

  it('counts reads that are in flight together', async () => {
    const source = budgetSource(bytesSource(sampleBytes(100)), 30);
    const results = await Promise.allSettled([source.read(0, 20), source.read(0, 20)]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
  });
});
