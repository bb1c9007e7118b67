import assert from 'node:assert/strict';
import { UsageError, bytesSource, cipherLength, decryptedSource, plainLength } from '@rightsmith/core';
import type { ContentCipher } from '@rightsmith/core';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import {
  cutIntoRuns,
  decryptToBytes,
  encryptToBytes,
  joinBytes,
  shuffle,
  streamInChunks,
  withPreferredRun,
} from './support.js';
import type { Run } from './support.js';
import { cipherOf, fromHex, modeOf, plaintextOf, readVectors, sha256, toHex } from './vectors.js';
import type { EncryptVector, RejectVector } from './vectors.js';

const KIBIBYTE = 1024;

/** One way to get a whole item through a cipher. */
interface Way {
  readonly title: string;
  encrypt(cipher: ContentCipher, plain: Uint8Array): Promise<Uint8Array>;
  decrypt(cipher: ContentCipher, encrypted: Uint8Array): Promise<Uint8Array>;
}

const WAYS: readonly Way[] = [
  inRuns('whole', () => Infinity, oneByOne),
  inRuns('in runs of 64 KiB', () => 64 * KIBIBYTE, oneByOne),
  inRuns('in runs of 1 MiB', () => KIBIBYTE * KIBIBYTE, oneByOne),
  inRuns('segment by segment', ({ segmentSize }) => segmentSize, oneByOne),
  inRuns('segment by segment in shuffled order', ({ segmentSize }) => segmentSize, shuffled),
  inRuns('segment by segment with four calls in flight', ({ segmentSize }) => segmentSize, fourAtOnce),
  {
    title: 'through the pump, the first 20 000 bytes one by one',
    encrypt: (cipher, plain) =>
      // CBC512 refuses nothing at all as content of a stream, though its buffer interface takes it.
      plain.length === 0 && cipher.mode === 'CBC512'
        ? Promise.resolve(plain)
        : encryptToBytes(streamInChunks(plain, ...Array<number>(20_000).fill(1), 4097), cipher),
    decrypt: (cipher, encrypted) => decryptToBytes(encrypted, withPreferredRun(cipher, 4096)),
  },
];

type Caller = (runs: readonly Run[], call: (run: Run) => Promise<Uint8Array>) => Promise<Uint8Array[]>;

function inRuns(title: string, runLength: (cipher: ContentCipher) => number, caller: Caller): Way {
  const through = async (
    cipher: ContentCipher,
    content: Uint8Array,
    call: (run: Run) => Promise<Uint8Array>,
  ): Promise<Uint8Array> => {
    const length = Math.min(runLength(cipher), Math.max(content.length, 1));
    const whole = Math.ceil(length / cipher.segmentSize) * cipher.segmentSize;
    return joinBytes(await caller(cutIntoRuns(content, whole, cipher.segmentSize), call));
  };
  return {
    title,
    encrypt: (cipher, plain) =>
      through(cipher, plain, ({ segment, bytes, final }) => cipher.encrypt(segment, bytes, final)),
    decrypt: (cipher, encrypted) =>
      through(cipher, encrypted, ({ segment, bytes, final }) => cipher.decrypt(segment, bytes, final)),
  };
}

async function oneByOne(runs: readonly Run[], call: (run: Run) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const results: Uint8Array[] = [];
  for (const run of runs) results.push(await call(run));
  return results;
}

async function shuffled(runs: readonly Run[], call: (run: Run) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const results = new Map<Run, Uint8Array>();
  for (const run of shuffle(runs)) results.set(run, await call(run));
  return runs.map((run) => results.get(run)!);
}

async function fourAtOnce(runs: readonly Run[], call: (run: Run) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const results: Uint8Array[] = [];
  for (let done = 0; done < runs.length; done += 4) {
    results.push(...(await Promise.all(runs.slice(done, done + 4).map(call))));
  }
  return results;
}

function titleOf({ mode, key_hex, plain_pattern, plain_len }: EncryptVector): string {
  return `${mode}, ${key_hex.length * 4} bits, ${plain_pattern}, ${plain_len} bytes`;
}

describeWithCorpus('content ciphers against the reference', () => {
  for (const way of WAYS) {
    it(`encrypts and decrypts every vector ${way.title}`, async () => {
      const { encrypt, aes192 } = readVectors();
      for (const vector of [...encrypt, ...aes192]) {
        const cipher = cipherOf(vector);
        const plain = plaintextOf(vector);
        const encrypted = await way.encrypt(cipher, plain);
        assert.equal(encrypted.length, vector.cipher_len, titleOf(vector));
        assert.equal(sha256(encrypted), vector.cipher_sha256, titleOf(vector));
        assert.deepEqual(await way.decrypt(cipher, encrypted), plain, titleOf(vector));
      }
    });
  }

  it('tells the length of every vector, there and back, without the work', async () => {
    const { encrypt, aes192 } = readVectors();
    for (const vector of [...encrypt, ...aes192]) {
      const cipher = cipherOf(vector);
      if (vector.mode !== 'cbc512' || vector.plain_len > 0) {
        assert.equal(cipherLength(cipher.mode, vector.plain_len), vector.cipher_len, titleOf(vector));
      }
      const encrypted = await cipher.encrypt(0, plaintextOf(vector), true);
      const range = { offset: 5, length: encrypted.length };
      const source = bytesSource(joinBytes([new Uint8Array(5), encrypted, new Uint8Array(3)]));
      assert.equal(await plainLength(cipher, source, range), vector.plain_len, titleOf(vector));
    }
  });

  it('makes the IV of every segment number', async () => {
    for (const vector of readVectors().iv) {
      const cipher = cipherOf(vector);
      const encrypted = await cipher.encrypt(vector.segment, new Uint8Array(cipher.segmentSize), false);
      // The plaintext is zeros, so what ECB makes of the first block is the bare IV.
      const iv = await cipher.withMode('ECB')!.decrypt(0, encrypted.subarray(0, 16), true);
      assert.equal(toHex(iv), vector.iv_hex, `${vector.mode}, segment ${vector.segment}`);
    }
  });

  it('encrypts and decrypts single segments from anywhere in an item', async () => {
    for (const vector of readVectors().segments) {
      const cipher = cipherOf(vector);
      const plain = plaintextOf(vector);
      const encrypted = await cipher.encrypt(vector.segment, plain, vector.final);
      assert.equal(sha256(encrypted), vector.cipher_sha256, `${vector.mode}, segment ${vector.segment}`);
      assert.deepEqual(await cipher.decrypt(vector.segment, encrypted, vector.final), plain);
    }
  });

  it('reads every range', async () => {
    for (const vector of readVectors().ranges) {
      const cipher = cipherOf(vector);
      const encrypted = await cipher.encrypt(0, plaintextOf(vector), true);
      const source = await decryptedSource(bytesSource(encrypted), cipher, { offset: 0, length: encrypted.length });
      const bytes = await source.read(vector.offset, vector.length);
      assert.equal(bytes.length, vector.result_len);
      assert.equal(sha256(bytes), vector.result_sha256, `${vector.mode}, ${vector.length} at ${vector.offset}`);
    }
  });

  it('gives the answers known from before', async () => {
    for (const vector of readVectors().upstream_known_answer) {
      const cipher = cipherOf(vector);
      const encrypted = await cipher.encrypt(0, fromHex(vector.plain_hex), true);
      assert.equal(toHex(encrypted), vector.cipher_hex, vector.source);
      assert.equal(toHex(await cipher.decrypt(0, encrypted, true)), vector.plain_hex, vector.source);
    }
  });
});

describeWithCorpus('input the reference rejects', () => {
  it('is refused by the cipher and by the pump', async () => {
    for (const vector of readVectors().reject) {
      if (vector.reason === 'key length') continue;
      const code = vector.op === 'encrypt' ? 'UsageError' : 'CorruptFile';
      const cipher = cipherOf(vector);
      const input = await inputOf(vector);
      const title = `${vector.op} ${vector.mode}: ${vector.reason}`;
      if (vector.op === 'decrypt') {
        await assert.rejects(cipher.decrypt(0, input, true), { code }, title);
        await assert.rejects(decryptToBytes(input, cipher), { code }, title);
        continue;
      }
      await assert.rejects(encryptToBytes(input, cipher), { code }, title);
      await assert.rejects(encryptToBytes(streamInChunks(input, 1), cipher), { code }, title);
      assert.throws(() => cipherLength(cipher.mode, input.length), { code }, title);
      // The one input that the reference's buffer interface takes.
      if (vector.reason === 'empty plaintext') assert.equal((await cipher.encrypt(0, input, true)).length, 0);
      else await assert.rejects(cipher.encrypt(0, input, true), { code }, title);
    }
  });

  it('is refused for a key of any other length', () => {
    for (const vector of readVectors().reject) {
      if (vector.reason === 'key length') assert.throws(() => cipherOf(vector), UsageError, vector.key_hex);
    }
  });
});

/** Two of the inputs are too long for the file: the beginnings of a longer item. */
async function inputOf(vector: RejectVector): Promise<Uint8Array> {
  const { input_hex, input_len } = vector;
  const longer = plaintextOf({ plain_pattern: 'p7', plain_len: 10_000 });
  const input =
    input_hex === undefined
      ? (await cipherOf(vector).encrypt(0, longer, true)).slice(0, input_len)
      : fromHex(input_hex);
  assert.equal(sha256(input), vector.input_sha256, `${modeOf(vector)} ${vector.reason}`);
  return input;
}
