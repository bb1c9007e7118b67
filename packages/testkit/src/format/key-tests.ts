import assert from 'node:assert/strict';
import { outcomeOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { perform, testsOfEach, type Operation } from './operations.js';
import { firstSample, kitCipher, MODES, protect, samplesOf } from './protecting.js';

/** Bytes of a piece that can only have come from the content. */
const PIECE_BYTES = 32;

export const KEY_TESTS: readonly FormatTest[] = [
  ...testsOfEach('with a wrong key ends in a coded error or in other bytes', wrongKey, {
    fits: ({ name }) => name === 'unwrap' || name === 'openContent',
  }),
  {
    name: 'no piece of the content can be read in the protected file',
    needs: ['sizes'],
    run: async (bench) => {
      for (const sample of samplesOf(bench, [100, 4096, 2 ** 21])) {
        const size = sample.bytes.length;
        const file = Buffer.from(await protect(bench, sample));
        for (let offset = size - PIECE_BYTES; offset >= PIECE_BYTES; offset -= Math.ceil(size / 50)) {
          const piece = Buffer.from(sample.bytes.subarray(offset, offset + PIECE_BYTES));
          assert.ok(!file.includes(piece), `the bytes from ${offset} of ${size} stand there in the clear`);
        }
      }
    },
  },
];

async function wrongKey(bench: FormatBench, operation: Operation): Promise<void> {
  const sample = firstSample(bench);
  for (const mode of MODES) {
    const file = await outcomeOf(() => protect(bench, sample, { cipher: kitCipher(mode) }));
    if ('error' in file) continue;
    const outcome = await outcomeOf(() => perform(bench, operation, file.value, { cipher: kitCipher(mode, 2) }));
    if ('error' in outcome) continue;
    assert.ok(Buffer.compare(outcome.value.written, sample.bytes) !== 0, `in ${mode} any key opens the file`);
  }
}
