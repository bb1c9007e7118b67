import assert from 'node:assert/strict';
import { systemRandom } from '@rightsmith/core';
import { decodeKeyFile, encodeKeyFile, isLocked } from '../../src/keys/key-file.js';

const DER = Uint8Array.of(0x30, 0x82, 1, 2, 3);
const PASSPHRASE = 'correct horse';
const WHERE = { file: 'the-file', structure: 'tenant key' };

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

describe('key file', () => {
  it('is the bare DER without a passphrase', async () => {
    const content = bytesOf(await encodeKeyFile(DER, undefined, systemRandom));
    assert.deepEqual(content, DER);
    assert.equal(isLocked(content), false);
    assert.deepEqual(await decodeKeyFile(content, WHERE, undefined), DER);
  });

  it('comes back from under a passphrase, with the cost of guessing it in the file', async () => {
    const content = bytesOf(await encodeKeyFile(DER, PASSPHRASE, systemRandom));
    assert.equal(isLocked(content), true);
    const { kdf, cipher } = JSON.parse(new TextDecoder().decode(content)) as Record<string, Record<string, unknown>>;
    const { salt, ...cost } = kdf!;
    assert.deepEqual(cost, { name: 'scrypt', N: 32768, r: 8, p: 1 });
    assert.equal(typeof salt, 'string');
    assert.equal(cipher!['name'], 'aes-256-gcm');
    assert.deepEqual(Uint8Array.from(await decodeKeyFile(content, WHERE, PASSPHRASE)), DER);
  });

  it('never repeats salt or nonce', async () => {
    const first = await encodeKeyFile(DER, PASSPHRASE, systemRandom);
    assert.notEqual(first, await encodeKeyFile(DER, PASSPHRASE, systemRandom));
  });

  describe('under a passphrase', () => {
    let text: string;
    before(async () => {
      text = String(await encodeKeyFile(DER, PASSPHRASE, systemRandom));
    });
    const decode = (content: string, passphrase: string | undefined = PASSPHRASE): Promise<Uint8Array> =>
      decodeKeyFile(bytesOf(content), WHERE, passphrase);

    it('asks for the passphrase', async () => {
      await assert.rejects(decodeKeyFile(bytesOf(text), WHERE, undefined), {
        code: 'SignInNeeded',
        where: WHERE,
      });
    });

    it('refuses a wrong passphrase without naming it', async () => {
      await assert.rejects(decode(text, 'wrong horse'), (error: Error & { code?: string; hint?: string }) => {
        assert.equal(error.code, 'SignInNeeded');
        assert.doesNotMatch(`${error.message} ${error.hint ?? ''}`, /horse/);
        return true;
      });
    });

    it('refuses a changed ciphertext', async () => {
      const file = JSON.parse(text) as { key: string };
      const key = Buffer.from(file.key, 'base64');
      key[0]! ^= 1;
      await assert.rejects(decode(JSON.stringify({ ...file, key: key.toString('base64') })), { code: 'SignInNeeded' });
    });

    for (const [what, change] of [
      ['a cost that would take all memory', { kdf: { name: 'scrypt', N: 2 ** 30, r: 8, p: 1, salt: 'AAAA' } }],
      ['a cost that is no power of two', { kdf: { name: 'scrypt', N: 32769, r: 8, p: 1, salt: 'AAAA' } }],
      ['a work factor of hours', { kdf: { name: 'scrypt', N: 32768, r: 8, p: 1e9, salt: 'AAAA' } }],
      ['an unknown cipher', { cipher: { name: 'rot13', nonce: 'AAAAAAAAAAAAAAAA' } }],
      ['a nonce of another length', { cipher: { name: 'aes-256-gcm', nonce: 'AAAA' } }],
      ['a key that is no base64', { key: '*'.repeat(40) }],
      ['a key shorter than its tag', { key: 'AAAA' }],
      ['an unknown schema', { schema: 2 }],
    ] as const) {
      it(`refuses ${what}`, async () => {
        await assert.rejects(decode(JSON.stringify({ ...(JSON.parse(text) as object), ...change })), {
          code: 'CorruptFile',
          where: WHERE,
        });
      });
    }

    it('refuses a file cut anywhere', async () => {
      for (let length = 1; length < text.length - 2; length += 7) {
        await assert.rejects(decode(text.slice(0, length)), { code: 'CorruptFile' });
      }
    });
  });
});
