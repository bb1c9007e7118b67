import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createContentCipher } from '@rightsmith/core';
import type { CipherMode } from '@rightsmith/core';
import { cutIntoRuns, encryptPlainly, joinBytes } from './support.js';

const MODES: readonly CipherMode[] = ['CBC4K', 'CBC512', 'ECB'];
const KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, index) => index);
const HIGHEST_SEGMENT: number = 2 ** 32 - 1;

/** A byte is one of few: content is long, and what it is does not matter. */
const content = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.nat(maxLength), fc.uint8Array({ minLength: 1, maxLength: 37 }))
    .map(([length, pattern]) => Uint8Array.from({ length }, (_, index) => pattern[index % pattern.length]!));

const keys: fc.Arbitrary<Uint8Array> = fc
  .constantFrom(16, 24, 32)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));

describe('content cipher', () => {
  it('says what it is', () => {
    for (const mode of MODES) {
      const { keyBits, preferredRun, segmentSize, ...cipher } = createContentCipher({ mode, key: KEY.slice(0, 24) });
      assert.equal(cipher.mode, mode);
      assert.equal(keyBits, 192);
      assert.equal(preferredRun, 1024 * 1024);
      assert.equal(segmentSize, { CBC4K: 4096, CBC512: 512, ECB: 16 }[mode]);
    }
  });

  it('refuses a mode there is not', () => {
    for (const mode of ['CBC', 'cbc4k', 'toString', '']) {
      assert.throws(() => createContentCipher({ mode: mode as CipherMode, key: KEY }), { code: 'UsageError' });
    }
  });

  it('decrypts a long run in its own memory only where that is given', async () => {
    // From a later segment on, over several pieces of which the last is shorter.
    const plain = Uint8Array.from({ length: 780 * 1024 }, (_, index) => (index * 31) >> 3);
    for (const mode of MODES) {
      const cipher = createContentCipher({ mode, key: KEY });
      const encrypted = encryptPlainly(mode, KEY, 5, plain);
      const run = encrypted.slice();
      assert.deepEqual(await cipher.decrypt(5, run, false), plain, mode);
      assert.deepEqual(run, encrypted, mode);
      const decrypted = await cipher.decrypt(5, run, false, true);
      assert.deepEqual(decrypted, plain, mode);
      if (mode === 'CBC4K') assert.equal(decrypted.buffer, run.buffer);
    }
  });

  it('encrypts as its specification reads, word by word', async () => {
    const runs = fc.record({
      mode: fc.constantFrom(...MODES),
      key: keys,
      first: fc.oneof(fc.nat(1000), fc.integer({ min: HIGHEST_SEGMENT - 2000, max: HIGHEST_SEGMENT - 1500 })),
      segments: fc.oneof(fc.nat(20), fc.integer({ min: 90, max: 600 })),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ mode, key, first, segments }) => {
        const cipher = createContentCipher({ mode, key });
        const plain = Uint8Array.from({ length: segments * cipher.segmentSize }, (_, index) => index * 7 + index / 256);
        const encrypted = await cipher.encrypt(first, plain, false);
        assert.deepEqual(encrypted, encryptPlainly(mode, key, first, plain));
        assert.deepEqual(await cipher.decrypt(first, encrypted, false), plain);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gets back what it encrypted, however both were cut into runs', async () => {
    const cuts = fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 150 }));
    await fc.assert(
      fc.asyncProperty(content(300_000), keys, cuts, async (plain, key, [encryptSegments, decryptSegments]) => {
        const cipher = createContentCipher({ mode: 'CBC4K', key });
        const encrypted = await Promise.all(
          cutIntoRuns(plain, encryptSegments * 4096, 4096).map((run) =>
            cipher.encrypt(run.segment, run.bytes, run.final),
          ),
        );
        const decrypted = await Promise.all(
          cutIntoRuns(joinBytes(encrypted), decryptSegments * 4096, 4096).map((run) =>
            cipher.decrypt(run.segment, run.bytes, run.final),
          ),
        );
        assert.deepEqual(joinBytes(decrypted), plain);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('takes arrays that begin anywhere in their buffer, and leaves them as they are', async () => {
    for (const mode of MODES) {
      const cipher = createContentCipher({ mode, key: KEY });
      const plain = Uint8Array.from({ length: 128 * 4096 }, (_, index) => index * 5);
      const expected = await cipher.encrypt(7, plain, false);
      for (const shift of [1, 2, 3]) {
        const shifted = new Uint8Array(plain.length + shift).subarray(shift);
        shifted.set(plain);
        assert.deepEqual(await cipher.encrypt(7, shifted, false), expected);
        assert.deepEqual(shifted, plain);
        shifted.set(expected);
        assert.deepEqual(await cipher.decrypt(7, shifted, false), plain);
        assert.deepEqual(shifted, expected);
      }
    }
  });

  it('hands out plain arrays of its caller’s own', async () => {
    for (const mode of MODES) {
      const cipher = createContentCipher({ mode, key: KEY });
      const encrypted = await cipher.encrypt(0, new Uint8Array(4096), true);
      const results = [
        encrypted,
        await cipher.decrypt(0, encrypted, true),
        ...(await cipher.encryptItems([new Uint8Array(32)])),
        ...(await cipher.decryptItems([encrypted.subarray(0, 16), encrypted])),
      ];
      for (const result of results) assert.ok(result === undefined || result.constructor === Uint8Array);
      encrypted.fill(0);
      assert.notDeepEqual(await cipher.encrypt(0, new Uint8Array(4096), true), encrypted);
    }
  });

  it('keeps a copy of the key', async () => {
    const key = KEY.slice();
    const cipher = createContentCipher({ mode: 'CBC4K', key });
    key.fill(0);
    const same = createContentCipher({ mode: 'CBC4K', key: KEY });
    const plain = new Uint8Array(100);
    assert.deepEqual(await cipher.encrypt(0, plain, true), await same.encrypt(0, plain, true));
  });

  it('rejects runs of a length that only the end of an item can have', async () => {
    const wrong: readonly [CipherMode, number, boolean][] = [
      ['CBC4K', 4095, false],
      ['CBC4K', 16, false],
      ['CBC512', 496, false],
      ['CBC512', 511, true],
      ['ECB', 17, false],
      ['ECB', 17, true],
    ];
    for (const [mode, length, final] of wrong) {
      const cipher = createContentCipher({ mode, key: KEY });
      await assert.rejects(cipher.encrypt(0, new Uint8Array(length), final), { code: 'UsageError' });
      const code = final ? 'CorruptFile' : 'UsageError';
      await assert.rejects(cipher.decrypt(0, new Uint8Array(length), final), { code });
    }
  });

  it('takes an empty run that is not final', async () => {
    for (const mode of MODES) {
      const cipher = createContentCipher({ mode, key: KEY });
      assert.deepEqual(await cipher.encrypt(3, new Uint8Array(0), false), new Uint8Array(0));
      assert.deepEqual(await cipher.decrypt(3, new Uint8Array(0), false), new Uint8Array(0));
    }
  });

  it('rejects segment numbers that are none', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    for (const segment of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      await assert.rejects(cipher.encrypt(segment, new Uint8Array(4096), false), { code: 'UsageError' });
      await assert.rejects(cipher.decrypt(segment, new Uint8Array(4096), false), { code: 'UsageError' });
    }
  });

  it('rejects content that is not bytes, and stays in order', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const plain = new Uint8Array(4096);
    const encrypted = await cipher.encrypt(0, plain, false);
    for (const content of ['sixteen letters.', undefined, new Uint16Array(8), [1]] as unknown as Uint8Array[]) {
      const refused = { code: 'UsageError' };
      await assert.rejects(cipher.encrypt(0, content, true), refused);
      await assert.rejects(cipher.decrypt(0, content, true), refused);
      await assert.rejects(cipher.encryptItems([content]), refused);
      await assert.rejects(cipher.decryptItems([content]), refused);
    }
    assert.deepEqual(await cipher.encrypt(0, plain, false), encrypted);
    assert.deepEqual(await cipher.decrypt(0, encrypted, false), plain);
  });

  it('rejects more in one call than the platform can count', async () => {
    const cipher = createContentCipher({ mode: 'ECB', key: KEY });
    const refused = { code: 'UsageError' };
    await assert.rejects(cipher.encrypt(0, new Uint8Array(2 ** 30 + 16), true), refused);
    const half = new Uint8Array(2 ** 29 + 16);
    await assert.rejects(cipher.decryptItems([half, half]), refused);
  });

  it('does not let segment numbers wrap', async () => {
    for (const mode of ['CBC4K', 'CBC512'] as const) {
      const cipher = createContentCipher({ mode, key: KEY });
      const segment = new Uint8Array(cipher.segmentSize);
      const encrypted = await cipher.encrypt(HIGHEST_SEGMENT, segment, false);
      assert.deepEqual(await cipher.decrypt(HIGHEST_SEGMENT, encrypted, false), segment);
      const limit = { code: 'LimitReached', limit: 'segments' };
      await assert.rejects(cipher.encrypt(HIGHEST_SEGMENT + 1, segment, false), limit);
      await assert.rejects(cipher.decrypt(HIGHEST_SEGMENT, joinBytes([segment, segment]), false), limit);
    }
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    // The padding of a full segment takes one segment more.
    await assert.rejects(cipher.encrypt(HIGHEST_SEGMENT, new Uint8Array(4096), true), { code: 'LimitReached' });
  });

  it('tells nothing about why a final run cannot be decrypted', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const other = createContentCipher({ mode: 'CBC4K', key: KEY.map((byte) => byte ^ 0x5a) });
    const encrypted = await cipher.encrypt(0, new Uint8Array(5000), true);
    const damaged = encrypted.with(encrypted.length - 20, encrypted.at(-20)! ^ 1);
    const failures = await Promise.all([
      failureOf(cipher.decrypt(0, encrypted.subarray(0, -1), true)),
      failureOf(cipher.decrypt(0, encrypted.subarray(0, -16), true)),
      failureOf(cipher.decrypt(0, new Uint8Array(0), true)),
      failureOf(cipher.decrypt(0, damaged, true)),
      failureOf(other.decrypt(0, encrypted, true)),
    ]);
    assert.deepEqual(new Set(failures).size, 1, failures.join('\n'));
    assert.match(failures[0], /^CorruptFile/);
  });

  it('settles even what it refuses, and never throws at once', () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const calls = [cipher.encrypt(-1, new Uint8Array(1), false), cipher.decrypt(-1, new Uint8Array(1), false)];
    return Promise.all(calls.map((call) => assert.rejects(call, { code: 'UsageError' })));
  });

  it('gives an independent cipher for another mode', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const other = cipher.withMode('ECB')!;
    await cipher.close();
    assert.equal(other.mode, 'ECB');
    const plain = new Uint8Array(32);
    assert.deepEqual(await other.encrypt(0, plain, true), encryptPlainly('ECB', KEY, 0, plain));
  });

  it('does nothing more once closed, however often', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const pending = cipher.encrypt(0, new Uint8Array(10), true);
    await cipher.close();
    await cipher.close();
    assert.equal((await pending).length, 16);
    const closed = { code: 'UsageError' };
    await assert.rejects(cipher.encrypt(0, new Uint8Array(10), true), closed);
    await assert.rejects(cipher.decrypt(0, new Uint8Array(16), true), closed);
    await assert.rejects(cipher.encryptItems([]), closed);
    await assert.rejects(cipher.decryptItems([]), closed);
    assert.throws(() => cipher.withMode('ECB'), closed);
  });
});

describe('items', () => {
  it('come out as if each had been encrypted alone', async () => {
    const lengths = fc.array(fc.oneof(fc.nat(80), fc.nat(9000), fc.constantFrom(4080, 4081, 4095, 4096, 4097)), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MODES), keys, lengths, async (mode, key, wanted) => {
        const cipher = createContentCipher({ mode, key });
        const items = wanted.map((length, index) =>
          new Uint8Array(mode === 'CBC4K' ? length : length - (length % 16)).fill(index),
        );
        const encrypted = await cipher.encryptItems(items);
        assert.deepEqual(encrypted, await Promise.all(items.map((item) => cipher.encrypt(0, item, true))));
        assert.deepEqual(await cipher.decryptItems(encrypted), items);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('go in lockstep in groups when there are very many', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const items = Array.from({ length: 70_000 }, (_, index) => Uint8Array.of(index, index >> 8, index >> 16));
    const encrypted = await cipher.encryptItems(items);
    for (const index of [0, 65_535, 65_536, 69_999]) {
      assert.deepEqual(encrypted[index], await cipher.encrypt(0, items[index]!, true));
    }
    assert.deepEqual(await cipher.decryptItems(encrypted), items);
  });

  it('that cannot be decrypted are undefined among the others', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY });
    const plain = new Uint8Array(20).fill(9);
    const [encrypted] = (await cipher.encryptItems([plain])) as [Uint8Array];
    const damaged = encrypted.with(31, encrypted[31]! ^ 1);
    const items = [encrypted, damaged, encrypted.subarray(0, 31), new Uint8Array(0), encrypted];
    assert.deepEqual(await cipher.decryptItems(items), [plain, undefined, undefined, undefined, plain]);
  });

  it('in a mode without padding must be whole blocks', async () => {
    for (const mode of ['CBC512', 'ECB'] as const) {
      const cipher = createContentCipher({ mode, key: KEY });
      await assert.rejects(cipher.encryptItems([new Uint8Array(16), new Uint8Array(15)]), { code: 'UsageError' });
      assert.deepEqual(await cipher.decryptItems([new Uint8Array(15), new Uint8Array(0)]), [
        undefined,
        new Uint8Array(0),
      ]);
    }
  });
});

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof Error);
  const { name, message, cause } = failure;
  return [name, message, cause, JSON.stringify(failure)].join(' ');
}
