import assert from 'node:assert/strict';
import { bytesSource, CannotRead, CannotWrite, memorySink } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import { outcomeOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { afterwards, lyingSource, places, watchedSink, watchedSource, type Lie } from './media.js';
import { inputOf, perform, plaintextOf, testsOfEach, type Operation } from './operations.js';
import { firstSample } from './protecting.js';

const handlerWrites = ({ writes }: Operation): boolean => writes;

export const FAILING_MEDIA_TESTS: readonly FormatTest[] = [
  ...testsOfEach('passes on the error of a sink and writes no more, whichever write fails', failingSink, {
    fits: handlerWrites,
  }),
  ...testsOfEach('passes on the error of a source, whichever read fails', failingSource),
  ...testsOfEach('is not misled by a source that gives fewer bytes than it was asked for', (bench, operation) =>
    lyingSources(bench, operation, () => [{ most: 1000 }, { most: 16 }, { most: 0 }]),
  ),
  ...testsOfEach('is not misled by a source that ends before its size', (bench, operation) =>
    lyingSources(bench, operation, (size) =>
      [size - 1, size - 16, size / 2, 20, 0].map((end) => ({ end: Math.floor(end) })),
    ),
  ),
];

async function failingSink(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  for (const place of places()) {
    let writes = 0;
    const sink = watchedSink(memorySink(), () => {
      writes += 1;
      if (writes === place) throw new CannotWrite('The disk is full.');
    });
    const outcome = await outcomeOf(() => perform(bench, operation, input, { sink }));
    await afterwards();
    if (writes < place) return;
    assert.equal('error' in outcome && outcome.error.code, 'CannotWrite', `write ${place} failed`);
    assert.equal(writes, place, `write ${place} failed, and it went on`);
  }
}

async function failingSource(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  for (const place of places()) {
    let reads = 0;
    const source = watchedSource(bytesSource(input), () => {
      reads += 1;
      if (reads === place) throw new CannotRead('The disk is broken.');
    });
    const outcome = await outcomeOf(() => perform(bench, operation, input, { source }));
    await afterwards();
    if (reads < place) return;
    assert.equal('error' in outcome && outcome.error.code, 'CannotRead', `read ${place} failed`);
  }
}

/** Right bytes or a coded error: silently losing the rest would be the worst that can happen to a file. */
async function lyingSources(
  bench: FormatBench,
  operation: Operation,
  liesAbout: (size: number) => readonly Lie[],
): Promise<void> {
  const sample = firstSample(bench);
  const input = await inputOf(bench, operation, sample);
  for (const lie of liesAbout(input.length)) {
    const outcome = await outcomeOf(() => perform(bench, operation, input, { source: lyingSource(input, lie) }));
    if ('error' in outcome) continue;
    const plain = await plaintextOf(bench, operation, outcome.value.written);
    if (plain !== undefined) assertEqualBytes(plain, sample.bytes, JSON.stringify(lie));
  }
}
