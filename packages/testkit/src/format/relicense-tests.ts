import assert from 'node:assert/strict';
import { bytesSource, decodeLicense, memorySink, type Label } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { inspect, kitContext, kitLabels, kitLicense, protect, samplesOf, unprotect } from './protecting.js';

/** Of licences that are shorter and longer than the first, and of one as long. */
const NOTES = ['f', 'other', `the second, with ${'many more words '.repeat(2000)}`];

export const RELICENSE_TESTS: readonly FormatTest[] = [
  {
    name: 'puts the new licence in, longer or shorter',
    needs: ['relicense'],
    run: async (bench) => {
      for (const sample of bench.samples) {
        for (const note of NOTES) {
          const { license } = await inspect(bench, await relicense(bench, await protect(bench, sample), note));
          assert.ok(license, sample.name);
          assert.equal(decodeLicense(license).text, decodeLicense(kitLicense(note)).text, sample.name);
        }
      }
    },
  },
  {
    name: 'keeps content and key',
    needs: ['relicense'],
    run: async (bench) => {
      for (const sample of [...bench.samples, ...samplesOf(bench, [0, 4096, 100_000, 2 ** 21 + 5])]) {
        const file = await protect(bench, sample);
        for (const note of NOTES) {
          assertEqualBytes(await unprotect(bench, await relicense(bench, file, note)), sample.bytes, sample.name);
        }
      }
    },
  },
  {
    name: 'keeps what inspect tells of the original',
    needs: ['relicense'],
    run: async (bench) => {
      for (const sample of bench.samples) {
        const file = await protect(bench, sample);
        const before = await inspect(bench, file);
        const after = await inspect(bench, await relicense(bench, file, 'the second, which is longer'));
        assert.equal(after.originalExtension, before.originalExtension, sample.name);
        assert.equal(after.contentLength, before.contentLength, sample.name);
      }
    },
  },
  {
    name: 'keeps the labels',
    needs: ['relicense', 'labels'],
    run: async (bench) => {
      for (const sample of bench.samples) {
        const file = await protect(bench, sample, { labels: kitLabels() });
        assert.deepEqual((await inspect(bench, await relicense(bench, file, 'other'))).labels, kitLabels());
      }
    },
  },
  {
    name: 'puts other labels in the place of the old ones, or none, and keeps the content',
    needs: ['relicense', 'labels', 'relabels'],
    run: async (bench) => {
      const other = [{ id: '66666666-7777-8888-9999-aaaaaaaaaaaa' }];
      for (const sample of bench.samples) {
        const file = await protect(bench, sample, { labels: kitLabels() });
        for (const labels of [other, []]) {
          const changed = await relicense(bench, file, 'other', labels);
          const found = (await inspect(bench, changed)).labels.map(({ id }) => id);
          assert.deepEqual(
            found,
            labels.map(({ id }) => id),
            sample.name,
          );
          assertEqualBytes(await unprotect(bench, changed), sample.bytes, sample.name);
        }
      }
    },
  },
];

async function relicense(
  bench: FormatBench,
  file: Uint8Array,
  note: string,
  labels?: readonly Label[],
): Promise<Uint8Array> {
  const sink = memorySink();
  await bench.handler.relicense?.(bytesSource(file), kitLicense(note), sink, kitContext(bench), labels);
  return sink.bytes();
}
