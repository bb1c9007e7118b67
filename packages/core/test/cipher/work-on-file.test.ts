import assert from 'node:assert/strict';
import { openSync, closeSync, truncateSync, writeFileSync } from 'node:fs';
import { bytesSource, decryptContent, encryptContent, fileSource, memorySink, sliceSource } from '@rightsmith/core';
import type * as Core from '@rightsmith/core';
import type { ByteSource, CipherMode, ContentCipher, Direction } from '@rightsmith/core';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from '../bytes/support/sample-bytes.js';
import { encryptToBytes } from './support.js';

const MEBIBYTE: number = 1024 * 1024;
const KEY: Uint8Array = Uint8Array.from({ length: 32 }, (_, index) => index);

/** Threads run JavaScript, so these tests run what was built. */
const { createContentCipher } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof Core;

/** Counts the runs that threads read by themselves, and those that were read for the cipher. */
function counted(cipher: ContentCipher): {
  readonly cipher: ContentCipher;
  readonly runs: Direction[];
  readonly others: Direction[];
} {
  const [runs, others]: [Direction[], Direction[]] = [[], []];
  const workOnFile: ContentCipher['workOnFile'] = (direction, ...rest) => {
    const result = cipher.workOnFile!(direction, ...rest);
    if (result !== undefined) runs.push(direction);
    return result;
  };
  const work =
    (direction: Direction): ContentCipher['encrypt'] =>
    (segment, bytes, ...rest) => {
      if (bytes.length === cipher.preferredRun) others.push(direction);
      return cipher[direction](segment, bytes, ...rest);
    };
  const own: Partial<ContentCipher> = { workOnFile, encrypt: work('encrypt'), decrypt: work('decrypt') };
  return {
    runs,
    others,
    cipher: new Proxy(cipher, {
      get: (target, name) => {
        const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    }),
  };
}

/** With threads that have started. */
async function withThreads(mode: CipherMode, work: (cipher: ContentCipher) => Promise<void>): Promise<void> {
  const cipher = createContentCipher({ mode, key: KEY, threads: 3 });
  try {
    await Promise.all([1, 2].map(() => cipher.encrypt(0, new Uint8Array(MEBIBYTE), false)));
    await work(cipher);
  } finally {
    await cipher.close();
  }
}

describe('threads of a cipher that read by themselves', () => {
  const folder = useTemporaryFolder();
  const withFile = async (bytes: Uint8Array, work: (source: ByteSource) => Promise<void>): Promise<void> => {
    writeFileSync(folder('file'), bytes);
    const source = fileSource(folder('file'));
    await work(source).finally(() => source.close());
  };

  for (const mode of ['CBC4K', 'CBC512', 'ECB'] as const) {
    it(`give what one thread gives in ${mode}, from anywhere in a file`, async () => {
      const plain = sampleBytes(9 * MEBIBYTE + 32);
      const one = createContentCipher({ mode, key: KEY });
      const expected = await encryptToBytes(plain, one);
      await withThreads(mode, async (threaded) => {
        const { cipher, runs, others } = counted(threaded);
        // Runs are the caller's where threads have enough, or are still starting; the last one always is.
        const assertThreadsRead = (direction: Direction): void => {
          assert.ok(runs.length > 0);
          assert.deepEqual([...runs.splice(0), ...others.splice(0)], Array<Direction>(4).fill(direction));
        };
        await withFile(plain, async (source) => {
          const sink = memorySink();
          await encryptContent(source, cipher, sink);
          assert.deepEqual(sink.bytes(), expected);
          assertThreadsRead('encrypt');
        });
        await withFile(new Uint8Array(Buffer.concat([sampleBytes(77), expected])), async (source) => {
          for (const content of [source, sliceSource(source, 7, source.size - 7)]) {
            const [sink, range] = [memorySink(), { offset: content.size - expected.length, length: expected.length }];
            await decryptContent(content, cipher, sink, { range });
            assert.deepEqual(sink.bytes(), plain);
            assertThreadsRead('decrypt');
          }
        });
      });
    });
  }

  it('is what one thread does too with a file that it may read at once', async () => {
    const plain = sampleBytes(5 * MEBIBYTE + 5);
    const { cipher, runs } = counted(createContentCipher({ mode: 'CBC4K', key: KEY }));
    const expected = await encryptToBytes(plain, cipher);
    writeFileSync(folder('file'), plain);
    for (const atOnce of [false, true]) {
      const source = fileSource(folder('file'), { atOnce });
      const sink = memorySink();
      await encryptContent(source, cipher, sink);
      assert.deepEqual(sink.bytes(), expected);
      assert.equal(runs.length > 0, atOnce);
      truncateSync(folder('file'), atOnce ? 1000 : plain.length);
      if (atOnce) await assert.rejects(encryptContent(source, cipher, memorySink()), { code: 'CorruptFile' });
      await source.close();
    }
  });

  it('say that the file was cut meanwhile', async () => {
    await withThreads('CBC4K', (cipher) =>
      withFile(sampleBytes(5 * MEBIBYTE), async (source) => {
        truncateSync(folder('file'), 3 * MEBIBYTE);
        await assert.rejects(encryptContent(source, cipher, memorySink()), {
          code: 'CorruptFile',
          where: { structure: 'content', offset: 2 * MEBIBYTE },
        });
      }),
    );
  });

  it('say why the system cannot read it', async () => {
    const descriptor = openSync(folder(), 'r');
    await withThreads('CBC4K', async (cipher) => {
      const range = { descriptor, position: 0, length: MEBIBYTE };
      const work = cipher.workOnFile!('encrypt', 0, range, new Uint8Array(MEBIBYTE))!;
      await assert.rejects(work, { code: 'EISDIR' });
      assert.deepEqual(
        await cipher.encrypt(0, new Uint8Array(MEBIBYTE), false),
        await createContentCipher({ mode: 'CBC4K', key: KEY }).encrypt(0, new Uint8Array(MEBIBYTE), false),
      );
    });
    closeSync(descriptor);
  });

  it('keep the file open meanwhile, and none that is closed', async () => {
    await withFile(sampleBytes(1000), async (source) => {
      const events: string[] = [];
      const lent = source.lend!(100, 900, async (range) => {
        await new Promise(setImmediate);
        events.push(`read ${range.position} ${range.length}`);
      });
      const closed = source.close().then(() => events.push('closed'));
      await Promise.all([lent, closed]);
      assert.deepEqual(events, ['read 100 900', 'closed']);
      const never = (): Promise<void> => Promise.reject(new Error('was lent'));
      await assert.rejects(source.lend!(0, 1, never), { code: 'CannotRead' });
      await assert.rejects(source.lend!(0, 1001, never), { code: 'UsageError' });
    });
    assert.equal(bytesSource(new Uint8Array(5)).lend, undefined);
  });

  it('serve one key after the other', async () => {
    const plain = sampleBytes(MEBIBYTE);
    for (const first of [1, 2, 3]) {
      const key = KEY.map((byte) => byte ^ first);
      const [one, two] = [1, 2].map((threads) => createContentCipher({ mode: 'CBC4K', key, threads }));
      assert.deepEqual(await two!.encrypt(0, plain, false), await one!.encrypt(0, plain, false));
      await two!.close();
    }
  });
});
