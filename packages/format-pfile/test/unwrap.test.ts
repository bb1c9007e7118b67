import assert from 'node:assert/strict';
import { bytesSource, countingSink, memorySink, type CipherMode, type WarningCode } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { buildPfile, type PfileParts } from './support/build-pfile.js';
import { cipherWith, testCipher } from './support/ciphers.js';
import { plaintext, unwrapped } from './support/round-trip.js';
import { watchedContext } from './support/watched-context.js';

const handler = pfile();

/** A file whose content is whole in this mode. */
async function fileOf(plain: Uint8Array, mode: CipherMode, parts: PfileParts): Promise<Uint8Array> {
  return buildPfile({ ...parts, content: await testCipher(mode).encrypt(0, plain, true) });
}

describe('unwrap', () => {
  it('refuses what is no PFILE as not protected', async () => {
    const unwrapping = handler.unwrap(bytesSource(plaintext(100)), testCipher('CBC4K'), memorySink(), {});
    await assert.rejects(unwrapping, { code: 'NotProtected' });
  });

  describe('reads major version 2', () => {
    const plain = plaintext(5000);

    for (const minor of [0, 1]) {
      it(`in CBC4K though the licence of 2.${minor} names ECB, and says so`, async () => {
        const file = await fileOf(plain, 'CBC4K', { major: 2, minor });
        const context = watchedContext();
        const sink = memorySink();
        await handler.unwrap(bytesSource(file), testCipher('ECB'), sink, context);
        assert.deepEqual(sink.bytes(), plain);
        assert.deepEqual(context.warnings, ['cipher-overridden']);
      });
    }

    it('in CBC512 where the licence names that', async () => {
      const file = await fileOf(plaintext(1040), 'CBC512', { major: 2, minor: 1, originalSize: 1040n });
      assert.deepEqual(await unwrapped(file, testCipher('CBC512')), plaintext(1040));
    });

    it('and closes the cipher it made, not the one it was given', async () => {
      const file = await fileOf(plain, 'CBC4K', { major: 2, minor: 1 });
      const closed: string[] = [];
      const watched = (mode: CipherMode): ReturnType<typeof testCipher> => {
        const cipher = testCipher(mode);
        return cipherWith(cipher, {
          withMode: watched,
          close: () => {
            closed.push(mode);
            return cipher.close();
          },
        });
      };
      await handler.unwrap(bytesSource(file), watched('ECB'), memorySink(), {});
      assert.deepEqual(closed, ['CBC4K']);
      await assert.rejects(handler.unwrap(bytesSource(file.slice(0, -1)), watched('ECB'), memorySink(), {}));
      assert.deepEqual(closed, ['CBC4K', 'CBC4K']);
    });

    it('not where the client cannot change the mode', async () => {
      const file = await fileOf(plain, 'CBC4K', { major: 2, minor: 1 });
      const cipher = cipherWith(testCipher('ECB'), { withMode: () => undefined });
      const unwrapping = handler.unwrap(bytesSource(file), cipher, memorySink(), {});
      await assert.rejects(unwrapping, { code: 'NotSupportedByClient' });
    });
  });

  it('takes an ECB licence of version 3 at its word', async () => {
    const context = watchedContext();
    const sink = memorySink();
    const file = await fileOf(plaintext(64), 'ECB', {});
    await handler.unwrap(bytesSource(file), testCipher('ECB'), sink, context);
    assert.deepEqual(sink.bytes(), plaintext(64));
    assert.deepEqual(context.warnings, []);
  });

  const sizes: readonly (readonly [originalSize: bigint, length: number, warning?: WarningCode])[] = [
    [2n ** 64n - 1n, 64],
    [64n, 64],
    [63n, 63],
    [49n, 49],
    [48n, 64, 'size-mismatch'],
    [0n, 64, 'size-mismatch'],
  ];
  for (const mode of ['ECB', 'CBC512'] as const) {
    for (const [originalSize, length, warning] of sizes) {
      it(`takes ${length} of 64 bytes in ${mode} for an original size of ${originalSize}`, async () => {
        const context = watchedContext();
        const sink = memorySink();
        const file = await fileOf(plaintext(64), mode, { originalSize });
        await handler.unwrap(bytesSource(file), testCipher(mode), sink, context);
        assert.deepEqual(sink.bytes(), plaintext(length));
        assert.deepEqual(context.warnings, warning === undefined ? [] : [warning]);
      });
    }
  }

  for (const mode of ['ECB', 'CBC512'] as const) {
    it(`refuses ${mode} content that is shorter than its original size as cut`, async () => {
      for (const originalSize of [65n, 2n ** 64n - 2n]) {
        const file = await fileOf(plaintext(64), mode, { originalSize });
        await assert.rejects(unwrapped(file, testCipher(mode)), { code: 'CorruptFile' });
      }
    });
  }

  it('never goes by the original size in CBC4K', async () => {
    for (const originalSize of [0n, 1n, 99n, 101n, 2n ** 40n]) {
      const file = await fileOf(plaintext(100), 'CBC4K', { originalSize });
      assert.deepEqual(await unwrapped(file, testCipher('CBC4K')), plaintext(100));
    }
  });

  it('takes empty content for an empty file where the mode does not pad', async () => {
    const file = buildPfile({ content: new Uint8Array(), originalSize: 0n });
    assert.equal((await unwrapped(file, testCipher('ECB'))).length, 0);
  });

  const broken: readonly (readonly [what: string, mode: CipherMode, content: Uint8Array])[] = [
    ['empty content in CBC4K', 'CBC4K', new Uint8Array()],
    ['a wrong padding', 'CBC4K', new Uint8Array(32)],
    ['a cut block in CBC4K', 'CBC4K', new Uint8Array(31)],
    ['a cut block in CBC512', 'CBC512', new Uint8Array(17)],
    ['a cut block in ECB', 'ECB', new Uint8Array(15)],
  ];
  for (const [what, mode, content] of broken) {
    it(`refuses ${what} before it writes anything`, async () => {
      const sink = countingSink();
      const unwrapping = handler.unwrap(bytesSource(buildPfile({ content })), testCipher(mode), sink, {});
      await assert.rejects(unwrapping, { code: 'CorruptFile' });
      assert.equal(sink.count, 0);
    });
  }

  it('stops when the signal fires', async () => {
    const file = await fileOf(plaintext(10), 'CBC4K', {});
    const unwrapping = handler.unwrap(bytesSource(file), testCipher('CBC4K'), memorySink(), {
      signal: AbortSignal.abort(),
    });
    await assert.rejects(unwrapping, { code: 'Aborted' });
  });
});
