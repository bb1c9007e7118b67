import assert from 'node:assert/strict';
import {
  bytesSource,
  createContentCipher,
  decryptContent,
  encryptContent,
  memorySink,
  runPool,
  type ByteSource,
  type ContentCipher,
} from '@rightsmith/core';
import { RunPool } from '../../src/bytes/run-pool.js';

function goneElsewhere(): Uint8Array {
  const bytes = new Uint8Array(4096);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

describe('RunPool', () => {
  it('hands out again what it was given back', () => {
    const pool = new RunPool(4096);
    const first = pool.take();
    assert.equal(first.length, 4096);
    assert.notEqual(pool.take().buffer, first.buffer);
    pool.give(first);
    assert.equal(pool.take().buffer, first.buffer);
    assert.notEqual(pool.take().buffer, first.buffer);
  });

  const useless: readonly (readonly [what: string, run: Uint8Array])[] = [
    ['that is a part of something', new Uint8Array(8192).subarray(0, 4096)],
    ['that is longer', new Uint8Array(4100)],
    ['that is shorter', new Uint8Array(10)],
    ['that other threads may see', new Uint8Array(new SharedArrayBuffer(4096))],
    ['that has gone elsewhere', goneElsewhere()],
  ];
  for (const [what, run] of useless) {
    it(`does not take memory ${what}`, () => {
      const pool = new RunPool(4096);
      pool.give(run);
      assert.notEqual(pool.take().buffer, run.buffer);
    });
  }
});

describe('memory that is used again', () => {
  const MEBIBYTE = 1024 * 1024;
  const plain = Uint8Array.from({ length: 7 * MEBIBYTE + 77 }, (_, index) => (index * index) >> 8);
  const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });

  /** Reads into the memory it is given, or into memory of its own. */
  function countingSource(bytes: Uint8Array, usesMemory: boolean): ByteSource & { readonly buffers: Set<unknown> } {
    const source = bytesSource(bytes);
    const buffers = new Set<unknown>();
    return {
      size: source.size,
      buffers,
      read: async (offset, length, memory) => {
        const read = await source.read(offset, length);
        const result = usesMemory && memory !== undefined ? memory.subarray(0, read.length) : new Uint8Array(read);
        result.set(read);
        buffers.add(result.buffer);
        return result;
      },
      close: () => source.close(),
    };
  }

  for (const usesMemory of [true, false]) {
    it(`changes nothing in what is encrypted and decrypted, ${usesMemory ? 'read into it' : 'read elsewhere'}`, async () => {
      const [encrypted, decrypted] = [memorySink(), memorySink()];
      const source = countingSource(plain, usesMemory);
      assert.equal(await encryptContent(source, cipher, encrypted), plain.length);
      if (usesMemory) assert.ok(source.buffers.size < 8, `${source.buffers.size} of 8 runs in memory of their own`);
      const range = { offset: 0, length: encrypted.bytes().length };
      const count = await decryptContent(countingSource(encrypted.bytes(), usesMemory), cipher, decrypted, { range });
      assert.equal(count, plain.length);
      assert.ok(Buffer.from(decrypted.bytes()).equals(plain));
    });
  }

  it('serves one item after the other, but not another cipher with other runs', async () => {
    const pool = runPool(cipher);
    const source = countingSource(plain, true);
    const withShortRuns: ContentCipher = Object.create(cipher, {
      preferredRun: { value: 64 * 1024 },
      encrypt: { value: cipher.encrypt.bind(cipher) },
      decrypt: { value: cipher.decrypt.bind(cipher) },
    }) as ContentCipher;
    for (const user of [cipher, withShortRuns, cipher]) {
      const [encrypted, decrypted] = [memorySink(), memorySink()];
      await encryptContent(source, user, encrypted, { pool });
      const range = { offset: 0, length: encrypted.bytes().length };
      await decryptContent(countingSource(encrypted.bytes(), true), user, decrypted, { range, pool });
      assert.ok(Buffer.from(decrypted.bytes()).equals(plain));
    }
    assert.equal(source.buffers.has(pool.take().buffer), true);
  });

  it('is not made for content that is shorter than a run', async () => {
    const offered: unknown[] = [];
    const source = bytesSource(new Uint8Array(10_240));
    const watched: ByteSource = {
      size: source.size,
      read: (offset, length, memory) => {
        offered.push(memory);
        return source.read(offset, length);
      },
      close: () => source.close(),
    };
    await encryptContent(watched, cipher, memorySink());
    assert.deepEqual(offered, [undefined]);
  });
});
