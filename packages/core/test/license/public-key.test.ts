import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import {
  findPublicKey,
  fromKeyObject,
  publicKeyXml,
  readPublicKey,
  toKeyObject,
} from '../../src/license/public-key.js';
import { parseXml } from '../../src/license/xml.js';
import { makeKey } from './made-licenses.js';

describe('public key of a licence', () => {
  for (const bits of [1024, 2048] as const)
    it(`of ${bits} bits is written and read as the same key`, () => {
      const { privateKey, key } = makeKey(bits);
      assert.equal(key.bits, bits);
      assert.deepEqual(readPublicKey(parseXml(`<ISSUER>${publicKeyXml(key)}</ISSUER>`)), key);
      assert.deepEqual(fromKeyObject(toKeyObject(key)), key);
      assert.deepEqual(fromKeyObject(privateKey), key);
    });

  it('stores the modulus with the least significant byte first', () => {
    const { privateKey, key } = makeKey();
    const { n = '' } = privateKey.export({ format: 'jwk' });
    assert.deepEqual([...key.modulus].reverse(), [...Buffer.from(n, 'base64url')]);
  });

  it('is found only where it can be used', () => {
    const good = publicKeyXml(makeKey().key);
    const find = (content: string): unknown => findPublicKey(parseXml(`<ISSUER>${content}</ISSUER>`));
    assert.notEqual(find(good), undefined);
    assert.equal(find(''), undefined);
    const even = good.replace(/size="2048">[^<]{4}/, 'size="2048">AAAA');
    for (const bad of [even, good.replace('RSA', 'DSA'), good.replace('65537', '17'), good.replace('"2048"', '"2047"')])
      assert.equal(find(bad), undefined);
    assert.throws(() => readPublicKey(parseXml('<ISSUER />')), { code: 'CorruptFile' });
  });

  it('that stands twice, or has a parameter twice, is refused', () => {
    const good = publicKeyXml(makeKey().key);
    const parameter = /<PARAMETER name="modulus">.*?<\/PARAMETER>/;
    for (const content of [good + good, good.replace(parameter, '$&$&')])
      assert.throws(() => findPublicKey(parseXml(`<ISSUER>${content}</ISSUER>`)), { code: 'CorruptFile' });
  });

  it('is not made of keys that licences cannot have', () => {
    const keys = [
      generateKeyPairSync('rsa', { modulusLength: 3072 }),
      generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }),
      generateKeyPairSync('ed25519'),
    ];
    for (const { publicKey } of keys) assert.throws(() => fromKeyObject(publicKey), { code: 'UsageError' });
  });
});
