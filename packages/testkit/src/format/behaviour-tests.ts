import assert from 'node:assert/strict';
import { bytesSource, memorySink } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import { assertNothingWritten, refusalOf } from '../outcome.js';
import { foreignTo } from './foreign-files.js';
import type { FormatBench, FormatTest } from './format-test.js';
import type { FormatSample } from './format-test-options.js';
import { slowSink } from './media.js';
import { inputOf, perform, plaintextOf, testsOfEach, type Operation } from './operations.js';
import { firstSample, kitCipher, kitContext } from './protecting.js';

/** Of several runs, where the format has files of this size. */
const LONG_BYTES = 2 * 1024 * 1024 + 1;

const handlerWrites = ({ writes }: Operation): boolean => writes;

/** What holds for every method, whatever it does. */
export const BEHAVIOUR_TESTS: readonly FormatTest[] = [
  ...testsOfEach('writes the same bytes for the same seed and clock', writesSameBytes, { fits: handlerWrites }),
  ...testsOfEach('waits for each write to end', waitsForWrites, { fits: handlerWrites }),
  ...testsOfEach('tells progress that never goes back', tellsProgress, { fits: handlerWrites }),
  ...testsOfEach('leaves source and key open', leavesOpen),
  ...testsOfEach('does not mind another run at the same time', runsBesideAnother),
  ...testsOfEach('refuses a plain file before it writes', refusesPlainFile, {
    fits: ({ name }) => ['unwrap', 'openContent', 'relicense'].includes(name),
  }),
  ...testsOfEach('refuses files of other formats before it writes', refusesForeignFiles, {
    fits: ({ reads }) => reads === 'plain',
    needs: ['own kind'],
  }),
];

async function writesSameBytes(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  const { written } = await perform(bench, operation, input);
  assertEqualBytes((await perform(bench, operation, input)).written, written, 'the second run');
}

async function waitsForWrites(bench: FormatBench, operation: Operation): Promise<void> {
  const sample = longSample(bench);
  const memory = memorySink();
  const sink = slowSink(memory);
  await perform(bench, operation, await inputOf(bench, operation, sample), { sink });
  assert.ok(!sink.overlapped, 'it began a write before the last one had ended');
  const plain = await plaintextOf(bench, operation, memory.bytes());
  assertEqualBytes(plain ?? new Uint8Array(), sample.bytes, 'content');
}

async function tellsProgress(bench: FormatBench, operation: Operation): Promise<void> {
  const told: number[] = [];
  const context = kitContext(bench, { progress: (bytesDone) => told.push(bytesDone) });
  await perform(bench, operation, await inputOf(bench, operation, longSample(bench)), { context });
  assert.ok(
    told.every((bytes) => Number.isSafeInteger(bytes) && bytes >= 0),
    `not bytes: ${told.join(', ')}`,
  );
  assert.deepEqual(
    told,
    told.toSorted((one, other) => one - other),
  );
}

async function leavesOpen(bench: FormatBench, operation: Operation): Promise<void> {
  const source = bytesSource(await inputOf(bench, operation, firstSample(bench)));
  const cipher = kitCipher();
  await perform(bench, operation, new Uint8Array(), { source, cipher });
  assert.equal((await source.read(0, 1)).length, 1);
  await cipher.encrypt(0, new Uint8Array(16), true);
}

async function runsBesideAnother(bench: FormatBench, operation: Operation): Promise<void> {
  const jobs = await Promise.all(
    [firstSample(bench), longSample(bench)].map(async (sample, index) => {
      const key = 21 + index;
      const input = await inputOf(bench, operation, sample, kitCipher('CBC4K', key));
      return () => perform(bench, operation, input, { cipher: kitCipher('CBC4K', key) });
    }),
  );
  const together = await Promise.all(jobs.map((run) => run()));
  for (const [index, run] of jobs.entries()) {
    const alone = await run();
    assert.deepEqual(together[index]?.answer, alone.answer);
    assertEqualBytes(together[index]?.written ?? new Uint8Array(), alone.written, 'what it wrote');
  }
}

async function refusesPlainFile(bench: FormatBench, operation: Operation): Promise<void> {
  for (const { name, bytes } of bench.samples) {
    const sink = memorySink();
    const error = await refusalOf(() => perform(bench, operation, bytes, { sink }), ['NotProtected']);
    assertNothingWritten(sink, error, name);
  }
}

async function refusesForeignFiles(bench: FormatBench, operation: Operation): Promise<void> {
  for (const { name, bytes } of foreignTo(bench)) {
    const sink = memorySink();
    const codes = ['UnsupportedFormat', 'CorruptFile'] as const;
    const error = await refusalOf(() => perform(bench, operation, bytes, { sink }), codes);
    assertNothingWritten(sink, error, name);
  }
}

function longSample(bench: FormatBench): FormatSample {
  return bench.ofSize(LONG_BYTES) ?? firstSample(bench);
}
