import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { bytesSource, CIPHER_MODES, memorySink, type CipherMode, type ContentCipher } from '@rightsmith/core';
import { assertEqualBytes } from '../equal-bytes.js';
import { assertNothingWritten, outcomeOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import type { FormatSample } from './format-test-options.js';
import { firstSample, kitCipher, kitContext, kitEnvelope, MODES, protect, samplesOf, unprotect } from './protecting.js';

const MIB = 1024 * 1024;

/** File names in many scripts and shapes; the sample's extension comes behind them. */
const NAMES = [
  'Übergröße',
  '計画書',
  'план',
  'תכנית',
  '🗝️',
  'two words',
  'a.b.c',
  '-',
  '.hidden',
  'x'.repeat(300),
  '../up',
];

export const ROUND_TRIP_TESTS: readonly FormatTest[] = [
  ...MODES.map((mode): FormatTest => ({
    name: `gives back every sample in ${mode}`,
    run: (bench) => roundTrips(bench, mode, bench.samples),
  })),
  ...MODES.map((mode): FormatTest => ({
    name: `gives back content of every size around a segment in ${mode}`,
    needs: ['sizes'],
    run: (bench) => roundTrips(bench, mode, samplesOf(bench, sizesAround(CIPHER_MODES[mode].segmentSize))),
  })),
  ...MODES.map((mode): FormatTest => ({
    name: `gives back content of megabytes in ${mode}`,
    needs: ['sizes'],
    run: (bench) => roundTrips(bench, mode, samplesOf(bench, [MIB - 1, MIB, MIB + 1, 3 * MIB + 12_345])),
  })),
  {
    name: 'works with a key that cannot change its mode',
    run: async (bench) => {
      const sample = firstSample(bench);
      const cipher = (): ContentCipher => fixedCipher(kitCipher());
      assertEqualBytes(
        await unprotect(bench, await protect(bench, sample, { cipher: cipher() }), cipher()),
        sample.bytes,
        'content',
      );
    },
  },
  {
    name: 'takes files of any name',
    run: async (bench) => {
      const { name, bytes } = firstSample(bench);
      for (const stem of NAMES) {
        const file = await protect(bench, { name: stem + posix.extname(name), bytes });
        assertEqualBytes(await unprotect(bench, file), bytes, stem);
      }
    },
  },
  {
    name: 'does with an empty context',
    run: async (bench) => {
      const { handler } = bench;
      const { name, bytes } = firstSample(bench);
      const [file, plain] = [memorySink(), memorySink()];
      await handler.wrap(bytesSource(bytes), kitEnvelope(name), file, {});
      const source = bytesSource(file.bytes());
      assert.equal((await handler.detect(source, {}, {}))?.status, 'protected');
      assert.equal((await handler.inspect(source, {})).status, 'protected');
      await handler.unwrap(source, kitCipher(), plain, {});
      assertEqualBytes(plain.bytes(), bytes, 'content');
    },
  },
];

/** CBC4K, the usual mode, must work. In the others the format may refuse, before it writes. */
async function roundTrips(bench: FormatBench, mode: CipherMode, samples: readonly FormatSample[]): Promise<void> {
  for (const sample of samples) {
    const sink = memorySink();
    const envelope = kitEnvelope(sample.name, { cipher: kitCipher(mode) });
    const outcome = await outcomeOf(() =>
      bench.handler.wrap(bytesSource(sample.bytes), envelope, sink, kitContext(bench)),
    );
    const what = `${sample.name} of ${sample.bytes.length} bytes`;
    if ('error' in outcome) {
      const { code, message } = outcome.error;
      assert.ok(mode !== 'CBC4K' && ['UnsupportedFormat', 'UsageError'].includes(code), `${what}: ${code}, ${message}`);
      assertNothingWritten(sink, outcome.error, what);
    } else {
      const again = await unprotect(bench, sink.bytes(), kitCipher(mode));
      assertEqualBytes(again, sample.bytes, mode === 'CBC4K' ? what : `${what} in ${mode}, which may be refused,`);
    }
  }
}

function sizesAround(segmentSize: number): readonly number[] {
  const around = [16, segmentSize, 2 * segmentSize].flatMap((size) => [size - 1, size, size + 1]);
  return [...new Set([0, 1, ...around])];
}

/** The cipher as a client gives it that does not have the key itself. */
function fixedCipher(cipher: ContentCipher): ContentCipher {
  const { mode, keyBits, segmentSize, preferredRun } = cipher;
  return {
    mode,
    keyBits,
    segmentSize,
    preferredRun,
    encrypt: (segment, plain, final) => cipher.encrypt(segment, plain, final),
    decrypt: (segment, encrypted, final) => cipher.decrypt(segment, encrypted, final),
    encryptItems: (items) => cipher.encryptItems(items),
    decryptItems: (items) => cipher.decryptItems(items),
    withMode: () => undefined,
    close: () => cipher.close(),
  };
}
