import { countingSink, memorySink } from '@rightsmith/core';
import assert from 'node:assert/strict';
import { sampleBytes } from './support/sample-bytes.js';

describe('memorySink', () => {
  it('keeps what was written, though the array is used again', async () => {
    const sink = memorySink();
    const array = new Uint8Array(3);
    for (let round = 1; round <= 3; round += 1) await sink.write(array.fill(round));
    assert.deepEqual([...sink.bytes()], [1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('gives its bytes away and goes on', async () => {
    const sink = memorySink();
    await sink.write(sampleBytes(10));
    sink.bytes().fill(0);
    await sink.write(sampleBytes(5000));
    assert.deepEqual(sink.bytes(), new Uint8Array([...sampleBytes(10), ...sampleBytes(5000)]));
  });

  it('takes a million small writes', async () => {
    const sink = memorySink();
    for (let round = 0; round < 1_000_000; round += 1) await sink.write(new Uint8Array([round % 256]));
    assert.equal(sink.bytes().length, 1_000_000);
  });
});

describe('countingSink', () => {
  it('counts', async () => {
    const sink = countingSink();
    await sink.write(sampleBytes(10));
    await sink.write(sampleBytes(7));
    assert.equal(sink.count, 17);
  });
});
