import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type * as Core from '@rightsmith/core';
import { bytesSource, countingSink, decryptContent, encryptContent } from '@rightsmith/core';
import type { CipherMode, ContentCipher } from '@rightsmith/core';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import type * as ThreadModule from '../../src/cipher/cipher-thread.js';
import { cutIntoRuns, decryptToBytes, encryptToBytes, joinBytes, shuffle } from './support.js';
import { fromHex, modeOf, plaintextOf, readVectors, sha256 } from './vectors.js';

const KIBIBYTE = 1024;
const MEBIBYTE: number = 1024 * KIBIBYTE;
const MODES: readonly CipherMode[] = ['CBC4K', 'CBC512', 'ECB'];
const KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, index) => index);

/** Threads run JavaScript, so these tests run what was built. */
const BUILT: URL = new URL('../../dist/', import.meta.url);
const { createContentCipher } = (await import(new URL('index.js', BUILT).href)) as typeof Core;
const { CipherThread } = (await import(new URL('cipher/cipher-thread.js', BUILT).href)) as typeof ThreadModule;

/** Hands `work` a cipher with two threads and closes it. */
async function withThreads<T>(
  mode: CipherMode,
  key: Uint8Array,
  work: (cipher: ContentCipher) => Promise<T>,
): Promise<T> {
  const cipher = createContentCipher({ mode, key, threads: 2 });
  try {
    return await work(cipher);
  } finally {
    await cipher.close();
  }
}

const withoutThreads = (mode: CipherMode): ContentCipher => createContentCipher({ mode, key: KEY });

describe('content cipher with two threads', () => {
  for (const mode of MODES) {
    it(`gives what one thread gives in ${mode}, all calls in flight, in any order`, async () => {
      const plain = new Uint8Array(randomBytes(5 * MEBIBYTE));
      const expected = await withoutThreads(mode).encrypt(0, plain, true);
      await withThreads(mode, KEY, async (cipher) => {
        const both = { encrypt: [plain, expected], decrypt: [expected, plain] } as const;
        for (const direction of ['encrypt', 'decrypt'] as const) {
          const [input, output] = both[direction];
          const runs = cutIntoRuns(input, 256 * KIBIBYTE, cipher.segmentSize);
          const results = new Map<number, Uint8Array>();
          await Promise.all(
            shuffle(runs).map(async ({ segment, bytes, final }) => {
              results.set(segment, await cipher[direction](segment, bytes, final));
            }),
          );
          assert.deepEqual(joinBytes(runs.map(({ segment }) => results.get(segment)!)), output);
        }
      });
    });
  }

  it('gives what one thread gives through the pump', async () => {
    const plain = new Uint8Array(randomBytes(9 * MEBIBYTE + 5));
    const expected = await encryptToBytes(plain, withoutThreads('CBC4K'));
    await withThreads('CBC4K', KEY, async (cipher) => {
      assert.deepEqual(await encryptToBytes(plain, cipher), expected);
      assert.deepEqual(await decryptToBytes(expected, cipher), plain);
    });
  });

  it('tells the true length of what went to other threads, and how far it has come', async () => {
    const plain = new Uint8Array(5 * MEBIBYTE + 3);
    await withThreads('CBC4K', KEY, async (cipher) => {
      const done: number[] = [];
      const progress = (bytesDone: number): void => void done.push(bytesDone);
      const [encrypted, decrypted] = [countingSink(), countingSink()];
      assert.equal(await encryptContent(bytesSource(plain), cipher, encrypted, { progress }), plain.length);
      const ciphertext = bytesSource(await encryptToBytes(plain, cipher));
      const range = { offset: 0, length: ciphertext.size };
      assert.equal(await decryptContent(ciphertext, cipher, decrypted, { range, progress }), plain.length);
      assert.deepEqual(done, [2 * MEBIBYTE, 4 * MEBIBYTE, plain.length, 2 * MEBIBYTE, 4 * MEBIBYTE, plain.length]);
    });
  });

  it('leaves a run alone unless it is given', async () => {
    await withThreads('CBC4K', KEY, async (cipher) => {
      const [kept, given] = [new Uint8Array(MEBIBYTE), new Uint8Array(MEBIBYTE)];
      const first = await cipher.encrypt(0, kept, false);
      assert.deepEqual(kept, new Uint8Array(MEBIBYTE));
      assert.deepEqual(await cipher.encrypt(0, given, false, true), first);
      assert.equal(given.length, 0);
    });
  });

  it('takes a given run that shares its memory, and leaves the rest of that alone', async () => {
    await withThreads('CBC4K', KEY, async (cipher) => {
      const shared = new Uint8Array(2 * MEBIBYTE);
      await cipher.encrypt(0, shared.subarray(0, MEBIBYTE), false, true);
      assert.deepEqual(shared, new Uint8Array(2 * MEBIBYTE));
    });
  });

  it('works in the thread of its caller too, where the other has enough', async () => {
    await withThreads('CBC4K', KEY, async (cipher) => {
      const done: number[] = [];
      const calls = Array.from({ length: 16 }, (_, segment) =>
        cipher.encrypt(segment, new Uint8Array(MEBIBYTE), false).then(() => done.push(segment)),
      );
      // The other thread's answers cannot be heard before the event loop goes on.
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      assert.ok(done.length > 0);
      assert.ok(!done.includes(0));
      await Promise.all(calls);
      assert.equal(new Set(done).size, 16);
    });
  });

  it('says that it is closed for calls that a thread has, and for later ones', async () => {
    const cipher = createContentCipher({ mode: 'CBC4K', key: KEY, threads: 2 });
    const calls = Array.from({ length: 2 }, () => cipher.encrypt(0, new Uint8Array(MEBIBYTE), false));
    const results = Promise.allSettled(calls);
    await cipher.close();
    for (const result of await results) {
      assert.equal(result.status, 'rejected');
      assert.equal((result.reason as { code?: string }).code, 'UsageError');
    }
    await assert.rejects(cipher.encrypt(0, new Uint8Array(MEBIBYTE), false), { code: 'UsageError' });
    await cipher.close();
  });

  it('gives a cipher of another mode threads of its own', async () => {
    await withThreads('ECB', KEY, async (cipher) => {
      const other = cipher.withMode('CBC4K')!;
      assert.equal(other.threads, 2);
      await cipher.close();
      const plain = new Uint8Array(MEBIBYTE);
      assert.deepEqual(await other.encrypt(0, plain, false), await withoutThreads('CBC4K').encrypt(0, plain, false));
      await other.close();
    });
  });
});

describe('thread of a content cipher', () => {
  it('fails the tasks in flight and all later ones when it dies', async () => {
    const thread = new CipherThread({ mode: 'CBC4K', key: new Uint8Array(5) });
    const task = { direction: 'encrypt', first: 0, bytes: new Uint8Array(4096) } as const;
    const results = await Promise.allSettled([thread.work(task, false), thread.work(task, false)]);
    for (const result of results) {
      assert.equal(result.status, 'rejected');
      assert.equal((result.reason as { code?: string }).code, 'InternalError');
    }
    await assert.rejects(thread.work(task, false), { code: 'InternalError' });
    await thread.close();
  });

  it('keeps the process alive while it works and no longer', () => {
    const program = `
      import { createContentCipher } from ${JSON.stringify(new URL('index.js', BUILT).href)};
      const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32), threads: 2 });
      console.log((await cipher.encrypt(0, new Uint8Array(${MEBIBYTE}), false)).length);
    `;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: `${MEBIBYTE}\n` });
  });
});

describeWithCorpus('content cipher with two threads against the reference', () => {
  it('encrypts and decrypts every vector that is long enough for threads', async () => {
    const long = readVectors().encrypt.filter(({ plain_len }) => plain_len >= MEBIBYTE);
    assert.ok(long.length > 0);
    for (const vector of long) {
      const plain = plaintextOf(vector);
      await withThreads(modeOf(vector), fromHex(vector.key_hex), async (cipher) => {
        const encrypted = await cipher.encrypt(0, plain, true);
        assert.equal(sha256(encrypted), vector.cipher_sha256);
        assert.deepEqual(await cipher.decrypt(0, encrypted, true), plain);
      });
    }
  });
});
