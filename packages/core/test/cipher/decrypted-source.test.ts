import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesSource, createContentCipher, decryptedSource, plainLength } from '@rightsmith/core';
import type { ByteSource, CipherMode } from '@rightsmith/core';
import { joinBytes } from './support.js';

const KEY: Uint8Array = Uint8Array.from({ length: 16 }, (_, index) => index);
const PLAIN: Uint8Array = Uint8Array.from({ length: 20_000 }, (_, index) => index * 3 + index / 256);
const cbc4k = createContentCipher({ mode: 'CBC4K', key: KEY });

/** A source that notes which ranges are read. */
function watched(bytes: Uint8Array): ByteSource & { readonly reads: [number, number][] } {
  const source = bytesSource(bytes);
  const reads: [number, number][] = [];
  return {
    reads,
    size: source.size,
    read: (offset, length) => {
      if (length > 0) reads.push([offset, offset + length]);
      return source.read(offset, length);
    },
    close: () => source.close(),
  };
}

/** A source that claims more than it has. */
function claiming(size: number): ByteSource {
  return { size, read: () => Promise.resolve(new Uint8Array(0)), close: () => Promise.resolve() };
}

describe('decryptedSource', () => {
  it('gives any range of the plaintext, wherever the ciphertext lies', async () => {
    const cases = fc.record({
      mode: fc.constantFrom<CipherMode>('CBC4K', 'CBC512', 'ECB'),
      blocks: fc.nat(1200),
      before: fc.nat(40),
      ranges: fc.array(fc.tuple(fc.nat(20_000), fc.nat(20_000)), { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ mode, blocks, before, ranges }) => {
        const cipher = createContentCipher({ mode, key: KEY });
        const plain = PLAIN.subarray(0, mode === 'CBC4K' ? blocks * 16 + (blocks % 16) : blocks * 16);
        const encrypted = await cipher.encrypt(0, plain, true);
        const file = bytesSource(joinBytes([new Uint8Array(before), encrypted, new Uint8Array(7)]));
        const source = await decryptedSource(file, cipher, { offset: before, length: encrypted.length });
        assert.equal(source.size, plain.length);
        for (const [offset, length] of ranges) {
          assert.deepEqual(await source.read(offset, length), plain.subarray(offset, offset + length));
        }
      }),
      { seed: 4, numRuns: 80 },
    );
  });

  it('reads only the segments it needs', async () => {
    const file = watched(await cbc4k.encrypt(0, PLAIN, true));
    const source = await decryptedSource(file, cbc4k, { offset: 0, length: file.size });
    assert.deepEqual(file.reads, [[16_384, file.size]], 'the last segment, for the length');
    file.reads.length = 0;
    await source.read(4097, 4095);
    await source.read(8191, 2);
    await source.read(0, 0);
    await source.read(PLAIN.length, 10);
    assert.deepEqual(file.reads, [
      [4096, 8192],
      [4096, 12_288],
    ]);
  });

  it('takes the length the container recorded where there is no padding', async () => {
    const cipher = createContentCipher({ mode: 'ECB', key: KEY });
    const encrypted = await cipher.encrypt(0, PLAIN, true);
    const content = { offset: 0, length: encrypted.length, plainLength: 19_990 };
    const source = await decryptedSource(bytesSource(encrypted), cipher, content);
    assert.equal(source.size, 19_990);
    assert.deepEqual(await source.read(19_980, 100), PLAIN.subarray(19_980, 19_990));
  });

  it('reads CBC4K that was filled up and never ended, even where its last segment is cut', async () => {
    const filled = new Uint8Array(5 * 4096);
    filled.set(PLAIN);
    const encrypted = await cbc4k.encrypt(0, filled, false);
    for (const length of [5 * 4096, 20_000]) {
      const content = { offset: 0, length, plainLength: 19_999, final: false };
      const source = await decryptedSource(bytesSource(encrypted), cbc4k, content);
      assert.deepEqual(await source.read(0, 20_000), PLAIN.subarray(0, 19_999));
    }
  });

  it('refuses ranges that the source does not have', async () => {
    const file = bytesSource(new Uint8Array(64));
    const ranges = [
      { offset: 0, length: 80 },
      { offset: 64, length: 16 },
      { offset: -16, length: 16 },
      { offset: 32, length: -16 },
      { offset: 0.5, length: 16 },
      { offset: NaN, length: 16 },
      { offset: 2 ** 53, length: 2 ** 53 },
    ];
    for (const range of ranges) {
      await assert.rejects(decryptedSource(file, cbc4k, range), { code: 'CorruptFile' });
      await assert.rejects(plainLength(cbc4k, file, range), { code: 'CorruptFile' });
    }
  });

  it('refuses content whose end is not right before it gives anything', async () => {
    const encrypted = await cbc4k.encrypt(0, PLAIN, true);
    for (const length of [0, 15, 4096, encrypted.length - 16, encrypted.length - 1]) {
      await assert.rejects(decryptedSource(bytesSource(encrypted), cbc4k, { offset: 0, length }), {
        code: 'CorruptFile',
      });
    }
  });

  it('refuses a recorded length that is more than there is, or none at all', async () => {
    const cipher = createContentCipher({ mode: 'ECB', key: KEY });
    for (const recorded of [33, -1, 0.5, NaN, Infinity]) {
      const content = { offset: 0, length: 32, plainLength: recorded };
      await assert.rejects(decryptedSource(bytesSource(new Uint8Array(32)), cipher, content), { code: 'CorruptFile' });
    }
  });

  it('refuses more segments than can be numbered', async () => {
    for (const mode of ['CBC4K', 'CBC512'] as const) {
      const cipher = createContentCipher({ mode, key: KEY });
      const length = 2 ** 32 * cipher.segmentSize + 16;
      await assert.rejects(decryptedSource(claiming(length), cipher, { offset: 0, length }), { code: 'LimitReached' });
    }
  });

  it('refuses a source that is shorter than it said', async () => {
    const cipher = createContentCipher({ mode: 'ECB', key: KEY });
    const source = await decryptedSource(claiming(64), cipher, { offset: 0, length: 64 });
    await assert.rejects(source.read(16, 16), {
      code: 'CorruptFile',
      where: { structure: 'encrypted content', offset: 16 },
    });
  });

  it('leaves the source and the cipher open when it is closed', async () => {
    const file = bytesSource(await cbc4k.encrypt(0, PLAIN, true));
    const source = await decryptedSource(file, cbc4k, { offset: 0, length: file.size });
    await source.close();
    await assert.rejects(source.read(0, 1), { code: 'CannotRead' });
    assert.equal(await plainLength(cbc4k, file, { offset: 0, length: file.size }), PLAIN.length);
  });
});
