import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { bytesSource, memorySink, type CipherMode, type ContentCipher } from '@rightsmith/core';
import { decryption } from '../../src/cipher/decryption.js';
import { encryption } from '../../src/cipher/encryption.js';
import { ItemList } from '../../src/cipher/item-list.js';
import type { ObjectCipher } from '../../src/cipher/object-cipher.js';
import { latin1 } from '../support/build-pdf.js';
import { testCipher } from '../support/round-trip.js';

/** pdf-irm.md §3.7: texts under the keys of the bytes 0 to 31 and 0 to 15. */
const TEXTS: readonly (readonly [keyBytes: 16 | 32, text: string, encrypted: string])[] = [
  [32, '', ''],
  [32, 'a', '4e5d062073e93fc88ef958688a372a70'],
  [32, 'en-US', 'aea768b88ddc0a55f9ebd646f10d26ae'],
  [32, 'True', '07d6458f54640303a2631e5078b8d2df'],
  [32, 'twelve bytes', '9e9e7d409c4d8105ac9b1cccfd54d869fc871d2e8e577e3ea7f0f7573f1f3392'],
  [16, 'en-US', 'b8c3e11d2374c22655279716c91c4ec3'],
];

/** pdf-irm.md §3.7: the bytes `index mod 251`, how many they become, and the SHA-256 of those. */
const RUNS: readonly (readonly [keyBytes: 16 | 32, length: number, becomes: number, sha256: string])[] = [
  [32, 4075, 4080, '344e4d78d6ceae20c3a6ca9eec8a4c3ec71eb3fc8942a439d04b82eb03c932cb'],
  [32, 4076, 4096, 'fa5066e20cc590d5df87b0c8f989e85f6df1f6c337dcb85f037803fa2428d0d3'],
  [32, 4091, 4096, '6d39a000a06772fcc89e1a178105561848287c48689e6fef1265202f71e4e445'],
  [32, 4092, 4112, '2d7bec08c495e5b7d61ca281a46d5399e0b24289914d82e312a9e13b84f7aeb1'],
  [32, 4093, 4112, '1b6c3212506e0a6f46221c13a43b04239253a9f82aae6c94b09b58a6f89dc75d'],
  [32, 8188, 8208, '9bc39ea051043ebaa43a94801738cb237dd6edbccfd9302cf2f7a939893b0850'],
  [32, 10_000, 10_016, '9df4f33469eb4bcc794d99b2912b82146665b2059dd4146cd9f67d593eb4358c'],
  [16, 10_000, 10_016, '5906eb4b42b6520701372c8147025a368a1a6b50011679a81a1728e0b1ef4923'],
];

const MODES: readonly CipherMode[] = ['CBC4K', 'CBC512', 'ECB'];

/** Lengths around a block, a segment, and what goes through the cipher on its own. */
const LENGTHS = [1, 11, 12, 13, 28, 507, 508, 509, 4091, 4092, 4093, 131_072, 200_001];

describe('the cipher of strings and streams', () => {
  for (const [keyBytes, text, encrypted] of TEXTS) {
    it(`makes of “${text}” what the specification has, under a key of ${keyBytes} bytes`, async () => {
      const cipher = testCipher('CBC4K', keyBytes);
      assert.equal(hex(await item(encryption(cipher), latin1(text))), encrypted);
      assert.equal(hex(await item(reversed(cipher), Buffer.from(encrypted, 'hex'))), hex(latin1(text)));
    });
  }

  for (const [keyBytes, length, becomes, sha256] of RUNS) {
    it(`makes of ${length} bytes what the specification has, under a key of ${keyBytes} bytes, alone and among others`, async () => {
      const cipher = testCipher('CBC4K', keyBytes);
      for (const through of [item, stream]) {
        const encrypted = await through(encryption(cipher), run(length));
        assert.equal(encrypted.length, becomes);
        assert.equal(createHash('sha256').update(encrypted).digest('hex'), sha256);
        assert.equal(hex(await through(reversed(cipher), encrypted)), hex(run(length)));
      }
    });
  }

  for (const mode of MODES) {
    it(`makes the same of strings and of streams of any length, and back, in ${mode}`, async () => {
      const cipher = testCipher(mode);
      for (const length of LENGTHS) {
        const encrypted = await stream(encryption(cipher), run(length));
        assert.equal(encrypted.length % 16, 0);
        assert.ok(Buffer.compare(encrypted, await item(encryption(cipher), run(length))) === 0, `${length}`);
        for (const through of [item, stream]) {
          assert.ok(Buffer.compare(await through(reversed(cipher), encrypted), run(length)) === 0, `${length}`);
        }
      }
    });

    it(`takes strings in batches, each from segment 0, in ${mode}`, async () => {
      const cipher = testCipher(mode);
      const texts = ['one', '', 'two', 'one', ''];
      const encrypted = await items(encryption(cipher), texts.map(latin1));
      assert.equal(hex(encrypted[0]!), hex(encrypted[3]!));
      assert.equal(encrypted[1]!.length, 0);
      assert.deepEqual(
        (await items(reversed(cipher), encrypted)).map((bytes) => Buffer.from(bytes).toString()),
        texts,
      );
    });
  }

  /** What no encryption of ours makes, and no decryption may take for text. */
  const bad: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
    'half a block': () => new Uint8Array(8),
    'a block and a half': () => new Uint8Array(24),
    'another key': () => item(encryption(testCipher('CBC4K', 16)), latin1('text')),
    'a prefix that is too large': () => testCipher().encrypt(0, latin1('\0\0\0\x05text'), true),
    'a prefix that is too small': () => testCipher().encrypt(0, latin1('\0\0\0\x03text'), true),
    'less than a prefix': () => testCipher().encrypt(0, latin1('\0\0\0'), true),
    'nothing but padding': () => testCipher().encrypt(0, new Uint8Array(), true),
  };
  for (const [title, make] of Object.entries(bad)) {
    it(`refuses ${title}, in strings and in streams`, async () => {
      const encrypted = await make();
      await assert.rejects(item(reversed(testCipher()), encrypted), { code: 'CorruptFile' });
      await assert.rejects(stream(reversed(testCipher()), encrypted), { code: 'CorruptFile' });
    });
  }

  it('believes the prefix of a mode without padding, up to what is there', async () => {
    const cipher = testCipher('ECB');
    const encrypted = await cipher.encrypt(0, latin1('\0\0\0\x03text\0\0\0\0\0\0\0\0'), true);
    assert.equal(Buffer.from(await item(reversed(cipher), encrypted)).toString(), 'tex');
    const tooLarge = await cipher.encrypt(0, latin1('\0\0\0\x0dtext\0\0\0\0\0\0\0\0'), true);
    await assert.rejects(item(reversed(cipher), tooLarge), { code: 'CorruptFile' });
    await assert.rejects(stream(reversed(cipher), tooLarge), { code: 'CorruptFile' });
  });
});

function reversed(cipher: ContentCipher): ObjectCipher {
  return decryption(cipher, { warn: () => assert.fail('a warning') });
}

async function item(cipher: ObjectCipher, bytes: Uint8Array): Promise<Uint8Array> {
  const [result] = await items(cipher, [bytes]);
  return result!;
}

async function items(cipher: ObjectCipher, all: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const list = new ItemList();
  for (const bytes of all) {
    const at = list.reserve(bytes.length);
    list.bytes.set(bytes, at);
    list.add(at + bytes.length);
  }
  return (await cipher.items(list)).map((bytes) => bytes.slice());
}

async function stream(cipher: ObjectCipher, bytes: Uint8Array): Promise<Uint8Array> {
  const sink = memorySink();
  const ciphered = await cipher.stream(bytesSource(bytes));
  await ciphered.writeTo(sink, { signal: new AbortController().signal, progress: () => undefined });
  assert.equal(sink.bytes().length, ciphered.length);
  return sink.bytes();
}

function run(length: number): Uint8Array {
  return new Uint8Array(length).map((_, index) => index % 251);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
