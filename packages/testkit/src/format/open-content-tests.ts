import assert from 'node:assert/strict';
import { bytesSource, type ByteSource } from '@rightsmith/core';
import fc from 'fast-check';
import { assertEqualBytes } from '../equal-bytes.js';
import type { FormatBench, FormatTest } from './format-test.js';
import type { FormatSample } from './format-test-options.js';
import { firstSample, kitCipher, kitContext, protect, samplesOf } from './protecting.js';

const RUNS = { seed: 20_261, numRuns: 100 };

export const OPEN_CONTENT_TESTS: readonly FormatTest[] = [
  {
    name: 'reads every range as the whole has it, several at once',
    needs: ['openContent'],
    run: async (bench) => {
      for (const sample of [...bench.samples, ...samplesOf(bench, [0, 1, 4096, 4097, 20_000])]) {
        await readsRanges(bench, sample);
      }
    },
  },
  {
    name: 'gives fewer bytes only where the content ends',
    needs: ['openContent'],
    run: async (bench) => {
      const { bytes } = firstSample(bench);
      const content = await openContent(bench, firstSample(bench));
      const end = bytes.length;
      assertEqualBytes(await content.read(end - 1, 100), bytes.slice(end - 1), 'the last byte');
      for (const offset of [end, end + 1, end + 10_000]) assert.equal((await content.read(offset, 10)).length, 0);
    },
  },
  {
    name: 'gives bytes that the caller may change',
    needs: ['openContent'],
    run: async (bench) => {
      const { bytes } = firstSample(bench);
      const content = await openContent(bench, firstSample(bench));
      (await content.read(0, bytes.length)).fill(0);
      assertEqualBytes(await content.read(0, bytes.length), bytes, 'content');
    },
  },
  {
    name: 'can be closed twice',
    needs: ['openContent'],
    run: async (bench) => {
      const content = await openContent(bench, firstSample(bench));
      await content.close();
      await content.close();
    },
  },
];

async function readsRanges(bench: FormatBench, sample: FormatSample): Promise<void> {
  const content = await openContent(bench, sample);
  const { bytes } = sample;
  assert.equal(content.size, bytes.length, sample.name);
  const place = fc.nat({ max: bytes.length });
  const ranges = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(ranges, async (wanted) => {
      const read = await Promise.all(wanted.map(([offset, length]) => content.read(offset, length)));
      for (const [index, [offset, length]] of wanted.entries()) {
        const expected = bytes.slice(offset, offset + length);
        assertEqualBytes(read[index] ?? new Uint8Array(), expected, `${length} bytes from ${offset} of ${sample.name}`);
      }
    }),
    RUNS,
  );
}

async function openContent(bench: FormatBench, sample: FormatSample): Promise<ByteSource> {
  const source = bytesSource(await protect(bench, sample));
  const content = await bench.handler.openContent?.(source, kitCipher(), kitContext(bench));
  assert.ok(content);
  return content;
}
