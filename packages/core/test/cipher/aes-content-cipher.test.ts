import assert from 'node:assert/strict';
import { describeWithCorpus } from '../../../../test/support/corpus.js';
import { cipherOf, plaintextOf, readVectors, sha256 } from './vectors.js';

describeWithCorpus('content cipher against the reference', () => {
  const { encrypt, aes192 } = readVectors();
  for (const vector of [...encrypt, ...aes192]) {
    const title = `${vector.mode} ${vector.key_hex.length * 4} ${vector.plain_pattern} ${vector.plain_len}`;
    it(`gives the reference's bytes for ${title} and gets the plaintext back`, async () => {
      const cipher = cipherOf(vector);
      const plain = plaintextOf(vector);
      const encrypted = await cipher.encrypt(0, plain, true);
      assert.equal(sha256(encrypted), vector.cipher_sha256);
      assert.deepEqual(await cipher.decrypt(0, encrypted, true), plain);
    });
  }
});
