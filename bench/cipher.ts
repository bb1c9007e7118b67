/**
 * How fast content is encrypted and decrypted, as a ratio to one long pass of the platform's own AES-256-CBC in the same run.
 *
 *     node --import ts-blank-space/register bench/cipher.ts [rounds]
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createContentCipher } from '@rightsmith/core';
import { compareInRounds } from './support/rounds.js';
import type { Contestant } from './support/rounds.js';
import { printStandings } from './support/table.js';

const MEBIBYTE: number = 1024 * 1024;
const PASS_CHUNK = 65_536;
const ENCRYPT_MEBIBYTES = 64;
const DECRYPT_MEBIBYTES = 256;
const ITEMS = 100_000;
const ITEM_BYTES = 40;
const ITEMS_PER_BATCH = 1000;

const rounds = Number(process.argv[2] ?? 7);
const key = randomBytes(32);
const cipher = createContentCipher({ mode: 'CBC4K', key });
const run = new Uint8Array(randomBytes(MEBIBYTE));

printStandings(
  'Encrypting CBC4K AES-256, memory to memory',
  'MB/s',
  await compareInRounds(
    {
      'one createCipheriv pass, 64 KiB chunks': () => longPass('encrypt', ENCRYPT_MEBIBYTES),
      'ContentCipher.encrypt, 1 MiB runs': () => inRuns('encrypt', MEBIBYTE, ENCRYPT_MEBIBYTES),
      'ContentCipher.encrypt, 64 KiB runs': () => inRuns('encrypt', 65_536, ENCRYPT_MEBIBYTES),
    },
    rounds,
  ),
  { 'ContentCipher.encrypt, 1 MiB runs': { atLeast: 0.9 } },
);
printStandings(
  'Decrypting CBC4K AES-256, memory to memory',
  'MB/s',
  await compareInRounds(
    {
      'one createDecipheriv pass, 64 KiB chunks': () => longPass('decrypt', DECRYPT_MEBIBYTES),
      'ContentCipher.decrypt, 1 MiB runs': () => inRuns('decrypt', MEBIBYTE, DECRYPT_MEBIBYTES),
      'ContentCipher.decrypt, 64 KiB runs': () => inRuns('decrypt', 65_536, DECRYPT_MEBIBYTES),
    },
    rounds,
  ),
  { 'ContentCipher.decrypt, 1 MiB runs': { atLeast: 0.75 } },
);
await compareItems();

/** One cipher object over everything, as no format allows it. */
function longPass(direction: 'encrypt' | 'decrypt', mebibytes: number): number {
  const create = direction === 'encrypt' ? createCipheriv : createDecipheriv;
  const stream = create('aes-256-cbc', key, new Uint8Array(16)).setAutoPadding(false);
  for (let done = 0; done < mebibytes * MEBIBYTE; done += PASS_CHUNK) {
    const start = done % MEBIBYTE;
    stream.update(run.subarray(start, start + PASS_CHUNK));
  }
  return (mebibytes * MEBIBYTE) / 1e6;
}

async function inRuns(direction: 'encrypt' | 'decrypt', runLength: number, mebibytes: number): Promise<number> {
  for (let done = 0; done < mebibytes * MEBIBYTE; done += runLength) {
    const start = done % MEBIBYTE;
    await cipher[direction](done / cipher.segmentSize, run.subarray(start, start + runLength), false);
  }
  return (mebibytes * MEBIBYTE) / 1e6;
}

/** Short items in batches, against nothing but the platform's call for as many bytes on a reused object. */
async function compareItems(): Promise<void> {
  const batch = Array.from({ length: ITEMS_PER_BATCH }, () => new Uint8Array(randomBytes(ITEM_BYTES)));
  const encrypted = await cipher.encryptItems(batch);
  const bare = createCipheriv('aes-256-cbc', key, new Uint8Array(16)).setAutoPadding(false);
  const contestants: Record<string, Contestant> = {
    'one bare 48-byte update each': () => {
      for (let item = 0; item < ITEMS; item++) bare.update(encrypted[item % ITEMS_PER_BATCH]!);
      return ITEMS / 1e6;
    },
    'encryptItems, 1000 a batch': () => inBatches(() => cipher.encryptItems(batch)),
    'decryptItems, 1000 a batch': () => inBatches(() => cipher.decryptItems(encrypted)),
  };
  printStandings('Items of 40 bytes (48 encrypted)', 'million/s', await compareInRounds(contestants, rounds));
}

async function inBatches(work: () => Promise<unknown>): Promise<number> {
  for (let done = 0; done < ITEMS; done += ITEMS_PER_BATCH) await work();
  return ITEMS / 1e6;
}
