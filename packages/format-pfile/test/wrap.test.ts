import assert from 'node:assert/strict';
import { bytesSource, countingSink, memorySink, type CipherMode } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import fc from 'fast-check';
import { testCipher } from './support/ciphers.js';
import { LICENSE, plaintext, unwrapped, wrapped } from './support/round-trip.js';
import { watchedContext } from './support/watched-context.js';

const handler = pfile();
const UNKNOWN = 2n ** 64n - 1n;

interface Written {
  readonly version: string;
  readonly redirect: string;
  readonly headerSize: number;
  readonly extension: string;
  readonly license: Uint8Array;
  readonly metadataLength: number;
  readonly originalSize: bigint;
  readonly content: Uint8Array;
}

/** Takes a written file apart and checks that its regions follow one another without gaps. */
function takeApart(file: Uint8Array): Written {
  const bytes = Buffer.from(file);
  const u32 = (at: number): number => bytes.readUInt32LE(at);
  const fixed = 18 + u32(14);
  const [extensionAt, licenseAt, contentAt, metadataAt] = [4, 12, 20, 32].map((at) => u32(fixed + at));
  assert.equal(extensionAt, fixed + 40);
  assert.equal(licenseAt, extensionAt + u32(fixed + 8));
  assert.equal(metadataAt, licenseAt + u32(fixed + 16));
  assert.equal(contentAt, metadataAt + u32(fixed + 36));
  assert.equal(bytes.toString('latin1', 0, 6), '.pfile');
  return {
    version: `${u32(6)}.${u32(10)}`,
    redirect: bytes.toString('latin1', 18, fixed),
    headerSize: u32(fixed),
    extension: bytes.toString('utf8', extensionAt, licenseAt),
    license: new Uint8Array(bytes.subarray(licenseAt, metadataAt)),
    metadataLength: u32(fixed + 36),
    originalSize: bytes.readBigUInt64LE(fixed + 24),
    content: new Uint8Array(bytes.subarray(contentAt)),
  };
}

async function wrappedStream(chunks: readonly Uint8Array[], mode: CipherMode): Promise<Uint8Array> {
  const sink = memorySink();
  const envelope = { license: LICENSE, cipher: testCipher(mode), name: 'a.txt', labels: [] };
  await handler.wrapStream!(ReadableStream.from(chunks), envelope, sink, {});
  return sink.bytes();
}

describe('wrap', () => {
  it('writes version 3.0 with a 40-byte header, no metadata and the licence as given', async () => {
    const { content, ...written } = takeApart(await wrapped(plaintext(5000), testCipher('CBC4K')));
    assert.match(written.redirect, /^\r\n\r\n/);
    assert.equal(content.length, 5008);
    assert.deepEqual(written, {
      version: '3.0',
      redirect: written.redirect,
      headerSize: 40,
      extension: '.txt',
      license: LICENSE,
      metadataLength: 0,
      originalSize: 5000n,
    });
  });

  it('is seen as a PFILE and inspected without warnings', async () => {
    const context = watchedContext();
    const source = bytesSource(await wrapped(plaintext(10), testCipher('CBC4K')));
    assert.equal((await handler.detect(source, {}, {}))?.reason, 'PFILE 3.0');
    const facts = await handler.inspect(source, context);
    assert.deepEqual(facts.license, LICENSE);
    assert.deepEqual(context.warnings, []);
  });

  it('reads back in every mode at every length around block and segment borders', async () => {
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 9000 }),
      fc.constantFrom(1, 15, 16, 17, 511, 512, 513, 4095, 4096, 4097, 8192, 12288),
    );
    const modes = fc.constantFrom<CipherMode>('CBC4K', 'CBC512', 'ECB');
    await fc.assert(
      fc.asyncProperty(lengths, modes, async (length, mode) => {
        fc.pre(mode !== 'CBC512' || length > 0);
        const plain = plaintext(length);
        const file = await wrapped(plain, testCipher(mode, 16));
        assert.deepEqual(await unwrapped(file, testCipher(mode, 16)), plain);
        assert.equal(takeApart(file).originalSize, BigInt(length));
      }),
      { seed: 20250101, numRuns: 150 },
    );
  });

  it('fills up the last block with zeros where the mode does not pad', async () => {
    for (const mode of ['ECB', 'CBC512'] as const) {
      const { content } = takeApart(await wrapped(plaintext(20), testCipher(mode)));
      const filled = await testCipher(mode).decrypt(0, content, true);
      assert.deepEqual(filled, new Uint8Array([...plaintext(20), ...new Uint8Array(12)]));
    }
  });

  it('refuses empty content in CBC512 before it writes anything', async () => {
    const sink = countingSink();
    const envelope = { license: LICENSE, cipher: testCipher('CBC512'), name: 'a', labels: [] };
    await assert.rejects(handler.wrap(bytesSource(new Uint8Array()), envelope, sink, {}), { code: 'UsageError' });
    assert.equal(sink.count, 0);
  });

  const names: readonly (readonly [name: string, extension: string])[] = [
    ['report.txt', '.txt'],
    ['REPORT.TXT', '.txt'],
    ['archive.tar.gz', '.gz'],
    ['Übersicht.ÄÖÜ', '.äöü'],
    ['noextension', ''],
    ['.hidden', ''],
    ['dot.', ''],
    ['folder.d/file', ''],
    ['folder.d\\file', ''],
    ['../../x.y/../z', ''],
    [`a.${'x'.repeat(254)}`, `.${'x'.repeat(254)}`],
    [`a.${'x'.repeat(255)}`, ''],
    ['', ''],
  ];
  for (const [name, extension] of names) {
    it(`stores '${extension.slice(0, 10)}' as the extension of '${name.slice(0, 20)}'`, async () => {
      const file = await wrapped(plaintext(1), testCipher('CBC4K'), name);
      assert.equal(takeApart(file).extension, extension);
    });
  }

  it('stops when the signal fires', async () => {
    const envelope = { license: LICENSE, cipher: testCipher('CBC4K'), name: 'a', labels: [] };
    const wrapping = handler.wrap(bytesSource(plaintext(10)), envelope, memorySink(), { signal: AbortSignal.abort() });
    await assert.rejects(wrapping, { code: 'Aborted' });
  });
});

describe('wrapStream', () => {
  it('writes the same file as wrap, with an unknown size', async () => {
    const plain = plaintext(9000);
    const chunks = [plain.subarray(0, 1), plain.subarray(1, 4097), plain.subarray(4097)];
    const file = await wrappedStream(chunks, 'CBC4K');
    assert.equal(takeApart(file).originalSize, UNKNOWN);
    assert.deepEqual(takeApart(file).content, takeApart(await wrapped(plain, testCipher('CBC4K'))).content);
    assert.deepEqual(await unwrapped(file, testCipher('CBC4K')), plain);
  });

  it('takes an empty stream', async () => {
    assert.deepEqual(await unwrapped(await wrappedStream([], 'CBC4K'), testCipher('CBC4K')), new Uint8Array());
  });

  for (const mode of ['ECB', 'CBC512'] as const) {
    it(`refuses ${mode} before it reads or writes anything`, async () => {
      const sink = countingSink();
      let pulled = false;
      const stream = new ReadableStream<Uint8Array>(
        {
          pull: () => {
            pulled = true;
          },
        },
        { highWaterMark: 0 },
      );
      const envelope = { license: LICENSE, cipher: testCipher(mode), name: 'a', labels: [] };
      await assert.rejects(handler.wrapStream!(stream, envelope, sink, {}), {
        code: 'UnsupportedFormat',
        reason: 'length-needed',
      });
      assert.equal(sink.count, 0);
      assert.equal(pulled, false);
    });
  }
});
