import assert from 'node:assert/strict';
import { bytesSource, DEFAULT_LIMITS, type ByteSource, type Detection } from '@rightsmith/core';
import { outcomeOf } from '../outcome.js';
import { seededRandom } from '../seeded-random.js';
import { foreignTo } from './foreign-files.js';
import { takesAnyFile, type FormatBench, type FormatTest } from './format-test.js';
import { sparseSource, watchedSource } from './media.js';
import { firstSample, kitContext, protect } from './protecting.js';

const HUGE = 5 * 2 ** 30;

export const DETECT_TESTS: readonly FormatTest[] = [
  {
    name: 'calls every sample plain, with its name and without',
    run: async (bench) => {
      for (const { name, bytes } of bench.samples) {
        for (const hint of [{ name }, {}]) {
          const detection = await detect(bench, bytesSource(bytes), hint);
          assert.equal(detection?.status, 'plain', name);
          assert.ok(takesAnyFile(bench.handler) || detection.certainty !== 'fallback', `${name} is a fallback`);
        }
      }
    },
  },
  {
    name: 'calls what wrap made protected, under any name',
    run: async (bench) => {
      for (const sample of bench.samples) {
        const file = await protect(bench, sample);
        for (const hint of [{ name: sample.name }, { name: 'renamed.bin' }, {}]) {
          const detection = await detect(bench, bytesSource(file), hint);
          assert.equal(detection?.status, 'protected', sample.name);
          assert.notEqual(detection.certainty, 'fallback', sample.name);
        }
      }
    },
  },
  {
    name: 'gives its reason in words',
    run: async (bench) => {
      for (const { name, bytes } of bench.samples) {
        assert.match((await detect(bench, bytesSource(bytes), { name }))?.reason ?? '', /\S/);
      }
    },
  },
  {
    name: 'claims no file of another format',
    run: async (bench) => {
      for (const { name, bytes } of foreignTo(bench)) {
        const detection = await detect(bench, bytesSource(bytes), { name });
        if (takesAnyFile(bench.handler)) assert.equal(detection?.certainty ?? 'fallback', 'fallback', name);
        else assert.equal(detection, undefined, name);
      }
    },
  },
  {
    name: 'is not certain by the name alone',
    needs: ['own kind'],
    run: async (bench) => {
      for (const extension of bench.handler.info.extensions) {
        for (const { name, bytes } of foreignTo(bench)) {
          const detection = await detect(bench, bytesSource(bytes), { name: `file${extension}` });
          assert.notEqual(detection?.certainty, 'certain', `${name} as ${extension}`);
        }
      }
    },
  },
  {
    name: 'never throws, however little or strange the file',
    run: async (bench) => {
      for (const bytes of await strangeFiles(bench)) {
        const outcome = await outcomeOf(() => detect(bench, bytesSource(bytes)));
        if ('error' in outcome) assert.fail(`It threw ${outcome.error.code} on a file of ${bytes.length} bytes.`);
      }
    },
  },
  {
    name: 'reads no more than its budget, even of a huge file',
    run: async (bench) => {
      const protectedFile = await protect(bench, firstSample(bench));
      const heads = [...bench.samples, ...foreignTo(bench)].map(({ bytes }) => bytes);
      for (const head of [...heads, protectedFile]) {
        let taken = 0;
        const source = watchedSource(sparseSource(head, HUGE), (offset, length) => {
          taken += Math.min(length, HUGE - offset);
          if (taken > DEFAULT_LIMITS.detectBytes)
            assert.fail(`It reads more than ${DEFAULT_LIMITS.detectBytes} bytes.`);
        });
        await detect(bench, source);
      }
    },
  },
  {
    name: 'gives the same answer again and leaves the source open',
    run: async (bench) => {
      for (const bytes of [firstSample(bench).bytes, await protect(bench, firstSample(bench))]) {
        const source = bytesSource(bytes);
        const first = await detect(bench, source);
        assert.deepEqual(await detect(bench, source), first);
        assert.equal((await source.read(0, 1)).length, 1);
      }
    },
  },
];

function detect(
  bench: FormatBench,
  source: ByteSource,
  hint: { readonly name?: string } = {},
): Promise<Detection | undefined> {
  return bench.handler.detect(source, hint, kitContext(bench));
}

/** Nothing, single bytes, noise, and the beginnings of the format's own files. */
async function strangeFiles(bench: FormatBench): Promise<readonly Uint8Array[]> {
  const random = seededRandom(11);
  const own = [firstSample(bench).bytes, await protect(bench, firstSample(bench))];
  return [
    new Uint8Array(),
    ...[0, 1, 0x2e, 0x50, 0xff].map((byte) => Uint8Array.of(byte)),
    ...[2, 10, 100, 1000, 10_000].map((length) => random.bytes(length)),
    ...own.flatMap((bytes) => Array.from({ length: 200 }, (_, length) => bytes.slice(0, length))),
    ...own.flatMap((bytes) => [0.25, 0.5, 0.75].map((part) => bytes.slice(0, Math.floor(bytes.length * part)))),
  ];
}
