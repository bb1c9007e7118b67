import assert from 'node:assert/strict';
import { bytesSource, memorySink } from '@rightsmith/core';
import { outcomeOf, refusalOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { afterwards, places, watchedSink, watchedSource } from './media.js';
import { inputOf, perform, testsOfEach, type Operation } from './operations.js';
import { firstSample, kitContext } from './protecting.js';

/** Of many runs: what is still to be done when the signal fires must show. */
const LONG_BYTES = 6 * 1024 * 1024;

const handlerWrites = ({ writes }: Operation): boolean => writes;

export const ABORT_TESTS: readonly FormatTest[] = [
  ...testsOfEach('writes nothing when the signal has fired before', abortedBefore, { fits: handlerWrites }),
  ...testsOfEach('ends in order at whichever step the signal fires', abortedAtEveryStep),
  ...testsOfEach('stops in the middle of long content', abortedInTheMiddle, { fits: handlerWrites, needs: ['sizes'] }),
];

async function abortedBefore(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  const sink = memorySink();
  const context = kitContext(bench, { signal: AbortSignal.abort() });
  await refusalOf(() => perform(bench, operation, input, { sink, context }), ['Aborted']);
  assert.equal(sink.bytes().length, 0, 'it wrote something');
}

async function abortedAtEveryStep(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  for (const place of places()) {
    const controller = new AbortController();
    let steps = 0;
    const step = (): void => {
      steps += 1;
      if (steps === place) controller.abort();
    };
    const outcome = await outcomeOf(() =>
      perform(bench, operation, input, {
        source: watchedSource(bytesSource(input), step),
        sink: watchedSink(memorySink(), step),
        context: kitContext(bench, { signal: controller.signal }),
      }),
    );
    const stepsAtEnd = steps;
    await afterwards();
    assert.equal(steps, stepsAtEnd, `stopped at step ${place}, it goes on after its end`);
    if (steps < place) return;
    if ('error' in outcome) assert.equal(outcome.error.code, 'Aborted', outcome.error.message);
  }
}

async function abortedInTheMiddle(bench: FormatBench, operation: Operation): Promise<void> {
  const sample = bench.ofSize(LONG_BYTES);
  if (sample === undefined) return;
  const input = await inputOf(bench, operation, sample);
  const controller = new AbortController();
  let bytesWritten = 0;
  const sink = watchedSink(memorySink(), (bytes) => {
    bytesWritten += bytes.length;
    if (bytesWritten > LONG_BYTES / 4) controller.abort();
  });
  const context = kitContext(bench, { signal: controller.signal });
  await refusalOf(() => perform(bench, operation, input, { sink, context }), ['Aborted']);
}
