import assert from 'node:assert/strict';
import { createContentCipher, type ContentCipher, type RmsClient } from '@rightsmith/core';
import * as koffi from 'koffi';
import type { Msipc } from '../../src/index.js';
import { builtPackage } from '../support/built.js';
import { assertEqualBytes, noise } from '../support/bytes.js';
import { contextOf } from '../support/context.js';
import { describeWithStandIn, type StandIn } from '../support/stand-in.js';

const MIB = 1024 * 1024;
const POLICY = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
/** The key of the last handle that was made, as the library has it. */
function lastKey({ library }: StandIn): Uint8Array {
  const bytes = new Uint8Array(32);
  const length = koffi.load(library).func('uint32_t StandInLastKeyBytes(void *out)')(bytes) as number;
  return bytes.subarray(0, length);
}

describeWithStandIn('the cipher over a key of the library', (standIn) => {
  let msipc: Msipc;
  let client: RmsClient;
  before(async () => {
    msipc = await (await builtPackage()).openMsipc({ library: standIn().library });
    client = msipc.clientFor();
  });
  after(async () => {
    await msipc.close();
    assert.deepEqual(standIn().leftovers, {});
  });

  /** The library's cipher, and ours with the same key. */
  async function ciphers(deprecatedAlgorithms: boolean): Promise<readonly [ContentCipher, ContentCipher]> {
    const { cipher } = await client.publish({ policy: POLICY, labels: [], deprecatedAlgorithms }, contextOf());
    return [cipher, createContentCipher({ mode: cipher.mode, key: lastKey(standIn()) })];
  }

  for (const deprecated of [false, true]) {
    const sizes = deprecated ? [0, 16, 4096, 5008, MIB] : [0, 1, 15, 16, 17, 4095, 4096, 4097, 8192, 70_001, MIB];
    it(`makes the bytes ours makes, and reads them: ${deprecated ? 'ECB' : 'CBC4K'}`, async () => {
      const [theirs, ours] = await ciphers(deprecated);
      assert.deepEqual([theirs.mode, theirs.keyBits, theirs.segmentSize], [ours.mode, ours.keyBits, ours.segmentSize]);
      for (const size of sizes) {
        const plain = noise(size);
        const encrypted = await theirs.encrypt(5, plain, true);
        assertEqualBytes(encrypted, await ours.encrypt(5, plain, true), `${size} bytes`);
        assertEqualBytes(await theirs.decrypt(5, encrypted, true), plain, `${size} bytes back`);
        if (size % theirs.segmentSize !== 0) continue;
        const run = await theirs.encrypt(9, plain, false);
        assertEqualBytes(run, await ours.encrypt(9, plain, false), `${size} bytes of a run`);
        assertEqualBytes(await theirs.decrypt(9, run, false), plain, `${size} bytes of a run back`);
      }
      await theirs.close();
    });
  }

  it('does items in batches; one that is damaged spoils no other', async () => {
    const [theirs, ours] = await ciphers(false);
    const items = [0, 1, 16, 100, 5000].map((length) => noise(length));
    const encrypted = await theirs.encryptItems(items);
    assert.deepEqual(encrypted, await ours.encryptItems(items));
    const damaged = [...encrypted, new Uint8Array(7), new Uint8Array(32), new Uint8Array()];
    assert.deepEqual(await theirs.decryptItems(damaged), [...items, undefined, undefined, undefined]);
    await theirs.close();
  });

  it('has one error for whatever is damaged', async () => {
    const [cipher] = await ciphers(false);
    const encrypted = await cipher.encrypt(0, new Uint8Array(100), true);
    const flipped = encrypted.slice();
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    for (const bytes of [flipped, encrypted.subarray(0, 100), encrypted.subarray(0, 96), new Uint8Array()]) {
      await assert.rejects(cipher.decrypt(0, bytes, true), { code: 'CorruptFile' });
    }
    await cipher.close();
  });

  it('refuses runs of the wrong length and numbers that are too high', async () => {
    const [cipher] = await ciphers(false);
    await assert.rejects(cipher.encrypt(0, new Uint8Array(100), false), { code: 'UsageError' });
    await assert.rejects(cipher.decrypt(0, new Uint8Array(100), false), { code: 'UsageError' });
    await assert.rejects(cipher.encrypt(-1, new Uint8Array(4096), false), { code: 'UsageError' });
    await assert.rejects(cipher.encrypt(2 ** 32, new Uint8Array(4096), false), { code: 'LimitReached' });
    await cipher.close();
  });

  it('leaves input alone unless it is given', async () => {
    const [cipher] = await ciphers(false);
    const plain = new Uint8Array(8192).fill(3);
    await cipher.encrypt(0, plain, false);
    assert.deepEqual([plain.length, plain[8191]], [8192, 3]);
    const part = new Uint8Array(16_384).subarray(4096, 8192);
    await cipher.encrypt(0, part, false, true);
    assert.equal(part.length, 4096);
    const given = new Uint8Array(4097).fill(3);
    const encrypted = await cipher.encrypt(0, given, true, true);
    const decrypted = await cipher.decrypt(0, encrypted, true, true);
    assert.deepEqual([given.length, encrypted.length, decrypted.length], [0, 0, 4097]);
    await cipher.close();
  });

  it('works on calls in flight together', async () => {
    const [cipher, ours] = await ciphers(false);
    const runs = Array.from({ length: 8 }, (_, index) => noise(65_536, index));
    const encrypted = await Promise.all(runs.map((run, index) => cipher.encrypt(index * 16, run, false)));
    for (const [index, run] of runs.entries()) {
      assertEqualBytes(encrypted[index] ?? run, await ours.encrypt(index * 16, run, false), `run ${index}`);
    }
    await cipher.close();
  });

  it('keeps its key to itself, and works no more once closed', async () => {
    const [cipher] = await ciphers(false);
    assert.equal(cipher.withMode('CBC512'), undefined);
    await cipher.close();
    await cipher.close();
    await assert.rejects(cipher.encrypt(0, new Uint8Array(4096), false), { code: 'UsageError' });
    await assert.rejects(cipher.decryptItems([new Uint8Array(16)]), { code: 'UsageError' });
  });
});
