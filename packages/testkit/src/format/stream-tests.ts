import assert from 'node:assert/strict';
import { memorySink, type CipherMode } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import { assertNothingWritten, outcomeOf, refusalOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import type { FormatSample } from './format-test-options.js';
import { firstSample, kitCipher, kitContext, kitEnvelope, MODES, samplesOf, unprotect } from './protecting.js';

const MIB = 1024 * 1024;

/** How a stream can cut its content: chunk lengths in bytes, repeated to its end. */
const CHUNKINGS: readonly (readonly number[])[] = [[Infinity], [1000, 0, 1], [4096], [65_537], [MIB, 3]];

export const STREAM_TESTS: readonly FormatTest[] = [
  ...MODES.map((mode): FormatTest => ({
    name: `gives back every sample in ${mode}, however it is cut`,
    needs: ['wrapStream'],
    run: (bench) => streams(bench, mode, bench.samples),
  })),
  {
    name: 'gives back content of every size, however it is cut',
    needs: ['wrapStream', 'sizes'],
    run: (bench) => streams(bench, 'CBC4K', samplesOf(bench, [0, 1, 4096, MIB + 1])),
  },
  {
    name: 'takes content byte by byte',
    needs: ['wrapStream'],
    run: async (bench) => {
      const sample = firstSample(bench);
      assertEqualBytes(await unprotect(bench, await wrapStream(bench, sample, [1])), sample.bytes, 'content');
    },
  },
  {
    name: 'ends with a coded error when the stream fails',
    needs: ['wrapStream'],
    run: async (bench) => {
      const { name, bytes } = firstSample(bench);
      const failing = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(bytes.slice(0, bytes.length / 2));
        },
        pull: () => {
          throw new Error('The connection is gone.');
        },
      });
      await refusalOf(
        async () => bench.handler.wrapStream?.(failing, kitEnvelope(name), memorySink(), kitContext(bench)),
        ['CannotRead'],
      );
    },
  },
];

/** Modes that need to know the length may be refused, before anything is written. */
async function streams(bench: FormatBench, mode: CipherMode, samples: readonly FormatSample[]): Promise<void> {
  for (const sample of samples) {
    const results = [];
    for (const chunking of CHUNKINGS) {
      const outcome = await outcomeOf(() => wrapStream(bench, sample, chunking, mode));
      if ('error' in outcome) {
        const { code, message } = outcome.error;
        assert.ok(mode !== 'CBC4K' && code === 'UnsupportedFormat', `${sample.name}: ${code}, ${message}`);
        return;
      }
      results.push(outcome.value);
    }
    for (const file of results) assertEqualBytes(file, results[0] ?? file, 'the same stream cut otherwise');
    const what = `${sample.name} of ${sample.bytes.length} bytes`;
    for (const file of results) {
      assertEqualBytes(await unprotect(bench, file, kitCipher(mode)), sample.bytes, what);
    }
  }
}

async function wrapStream(
  bench: FormatBench,
  { name, bytes }: FormatSample,
  chunking: readonly number[],
  mode: CipherMode = 'CBC4K',
): Promise<Uint8Array> {
  const sink = memorySink();
  const envelope = kitEnvelope(name, { cipher: kitCipher(mode) });
  const outcome = await outcomeOf(async () =>
    bench.handler.wrapStream?.(streamOf(bytes, chunking), envelope, sink, kitContext(bench)),
  );
  if (!('error' in outcome)) return sink.bytes();
  assertNothingWritten(sink, outcome.error, name);
  throw outcome.error;
}

function streamOf(bytes: Uint8Array, chunking: readonly number[]): ReadableStream<Uint8Array> {
  let offset = 0;
  let chunk = 0;
  return new ReadableStream({
    pull: (controller) => {
      const length = chunking[chunk++ % chunking.length] ?? Infinity;
      controller.enqueue(bytes.slice(offset, offset + length));
      offset += length;
      if (offset >= bytes.length) controller.close();
    },
  });
}
