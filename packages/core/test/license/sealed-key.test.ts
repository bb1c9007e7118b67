import assert from 'node:assert/strict';
import { type KeyObject, constants, createHash, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import {
  RightsmithError,
  type SealedKey,
  openSealedKey,
  openSealedKeyBeside,
  readPublishingLicense,
  rsaDecrypter,
  sealContentKey,
} from '@rightsmith/core';
import { ecbEncryption } from '../../src/cipher/aes.js';
import { corpusFile, describeWithCorpus } from '../../../../test/support/corpus.js';

const KEYS = {
  'sealed-key': generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'sealed-key-v2': generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

const PRINCIPAL = '<ISSUEDPRINCIPALS><PRINCIPAL><NAME>ä</NAME></PRINCIPAL></ISSUEDPRINCIPALS>';

const TYPES = ['sealed-key', 'sealed-key-v2'] as const;

function key(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index + 1);
}

function seal(type: SealedKey['type'], length = 32): SealedKey {
  return sealContentKey({
    key: key(length),
    mode: 'CBC4K',
    recipient: KEYS[type].publicKey,
    principalXml: PRINCIPAL,
    type,
  });
}

function open(sealed: SealedKey, privateKey: KeyObject = KEYS[sealed.type].privateKey): unknown {
  return openSealedKey({ ...sealed, privateKey, principalXml: PRINCIPAL });
}

describe('sealContentKey', () => {
  const lengths: [SealedKey['type'], number, number][] = [
    ['sealed-key', 16, 192],
    ['sealed-key', 32, 208],
    ['sealed-key-v2', 16, 336],
    ['sealed-key-v2', 32, 352],
  ];
  for (const [type, keyLength, blobLength] of lengths) {
    it(`makes a ${type} of ${blobLength} bytes for an AES-${keyLength * 8} key`, () => {
      assert.equal(seal(type, keyLength).bytes.length, blobLength);
    });
  }

  it('makes v2 where nothing else is asked for', () => {
    const recipient = KEYS['sealed-key-v2'].publicKey;
    const sealed = sealContentKey({ key: key(16), mode: 'ECB', recipient, principalXml: PRINCIPAL });
    assert.equal(sealed.type, 'sealed-key-v2');
  });

  it('never seals the same twice', () => {
    assert.notDeepEqual(seal('sealed-key-v2').bytes, seal('sealed-key-v2').bytes);
  });

  it('refuses what is no AES key and what is no RSA key', () => {
    const input = { mode: 'ECB', principalXml: PRINCIPAL } as const;
    const recipient = KEYS['sealed-key-v2'].publicKey;
    const other = generateKeyPairSync('x25519').publicKey;
    assert.throws(() => sealContentKey({ ...input, recipient, key: key(20) }), { code: 'UsageError' });
    assert.throws(() => sealContentKey({ ...input, recipient: other, key: key(16) }), { code: 'UsageError' });
  });
});

describe('openSealedKeyBeside', () => {
  const { privateKey } = KEYS['sealed-key-v2'];
  const decrypt = rsaDecrypter(privateKey);
  const openBeside = (
    sealed: SealedKey,
    own = decrypt,
    underKey: KeyObject = KEYS[sealed.type].privateKey,
  ): Promise<unknown> => openSealedKeyBeside({ ...sealed, privateKey: underKey, principalXml: PRINCIPAL }, own);

  for (const length of [16, 24, 32]) {
    it(`opens what openSealedKey opens, alone and many at a time: AES-${length * 8}`, async () => {
      const sealed = Array.from({ length: 12 }, () => seal('sealed-key-v2', length));
      const expected = sealed.map((one) => open(one));
      assert.deepEqual(await openBeside(sealed[0]!), expected[0]);
      assert.deepEqual(await Promise.all(sealed.map((one) => openBeside(one))), expected);
    });
  }

  it('leaves to others the RSA block alone, and the old scheme to nobody', async () => {
    const blocks: Uint8Array[] = [];
    const watching = (block: Uint8Array): Promise<Uint8Array> => {
      blocks.push(block.slice());
      return decrypt(block);
    };
    const sealed = seal('sealed-key-v2');
    assert.deepEqual(await openBeside(sealed, watching), open(sealed));
    assert.deepEqual(blocks, [sealed.bytes.slice(0, 256)]);
    const old = seal('sealed-key');
    assert.deepEqual(await openBeside(old, watching), open(old));
    assert.equal(blocks.length, 1);
  });

  it('has one error for damage, another key and a failure of whoever decrypts, and it tells nothing', async () => {
    const sealed = seal('sealed-key-v2');
    const damaged = (index: number): SealedKey => {
      const bytes = sealed.bytes.slice();
      bytes[index]! ^= 1;
      return { ...sealed, bytes };
    };
    const other = rsaDecrypter(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => openBeside(damaged(0)),
      () => openBeside(damaged(200)),
      () => openBeside(damaged(260)),
      () => openBeside({ ...sealed, bytes: sealed.bytes.subarray(0, 100) }),
      () => openBeside({ ...sealed, bytes: new Uint8Array() }),
      () => openBeside(sealed, other),
      () => openBeside(sealed, () => Promise.reject(new Error('The card was pulled out.'))),
      () => openBeside(sealed, () => Promise.resolve(new Uint8Array(3))),
      () => openBeside(sealed, decrypt, generateKeyPairSync('x25519').privateKey),
    ];
    for (const attempt of attempts) {
      await assert.rejects(attempt(), (error: Error) => {
        assert.equal(error.message, 'The sealed content key cannot be opened with this key.');
        return RightsmithError.is(error) && error.code === 'CorruptFile' && error.cause === undefined;
      });
    }
    assert.deepEqual(await openBeside(sealed), open(sealed), 'it goes on afterwards');
  });
});

describe('openSealedKey', () => {
  for (const type of TYPES) {
    for (const length of [16, 24, 32]) {
      for (const mode of ['CBC4K', 'CBC512', 'ECB'] as const) {
        it(`opens a ${type} with an AES-${length * 8} key for ${mode}`, () => {
          const { publicKey: recipient, privateKey } = KEYS[type];
          const sealed = sealContentKey({ key: key(length), mode, recipient, principalXml: PRINCIPAL, type });
          const opened = openSealedKey({ ...sealed, privateKey, principalXml: PRINCIPAL });
          assert.deepEqual(opened, { key: key(length), mode, hashMatches: true });
        });
      }
    }

    it(`reports a ${type} that was bound to other text, and opens it`, () => {
      const sealed = seal(type);
      const { privateKey } = KEYS[type];
      const opened = openSealedKey({ ...sealed, privateKey, principalXml: PRINCIPAL.replace('ä', 'a') });
      assert.deepEqual([opened.hashMatches, opened.key], [false, key(32)]);
    });

    it(`refuses a ${type} under another key`, () => {
      const modulusLength = type === 'sealed-key' ? 1024 : 2048;
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
      assert.throws(() => open(seal(type), privateKey), { code: 'CorruptFile' });
    });

    it(`refuses a ${type} in which any byte of the RSA block was changed`, () => {
      fc.assert(
        fc.property(fc.nat({ max: KEYS[type].privateKey.asymmetricKeyDetails!.modulusLength! / 8 - 1 }), (index) => {
          const { bytes } = seal(type);
          bytes[index]! ^= 1;
          assert.throws(() => open({ type, bytes }), { code: 'CorruptFile' });
        }),
        { seed: 6, numRuns: 20 },
      );
    });

    it(`refuses a ${type} of any other length`, () => {
      fc.assert(
        fc.property(fc.nat({ max: 400 }), (length) => {
          const { bytes } = seal(type);
          fc.pre(length !== bytes.length);
          const other = new Uint8Array(length);
          other.set(bytes.subarray(0, length));
          assert.throws(() => open({ type, bytes: other }), { code: 'CorruptFile' });
        }),
        { seed: 6, numRuns: 20 },
      );
    });

    it(`refuses a ${type} of random bytes with the same error, and nothing in it tells why`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 0, maxLength: 400 }), (bytes) => {
          assert.throws(
            () => open({ type, bytes }),
            (error: Error) => {
              assert.equal(error.message, 'The sealed content key cannot be opened with this key.');
              return RightsmithError.is(error) && error.code === 'CorruptFile' && error.cause === undefined;
            },
          );
        }),
        { seed: 6 },
      );
    });
  }

  it('does not cover ENABLINGBITS by the hash', () => {
    const sealed = seal('sealed-key-v2');
    const value = '<ENABLINGBITS type="sealed-key-v2"><VALUE encoding="base64" size="2816">AAAA</VALUE></ENABLINGBITS>';
    const principalXml = PRINCIPAL.replace('</PRINCIPAL>', `${value}</PRINCIPAL>`);
    const { privateKey } = KEYS['sealed-key-v2'];
    assert.equal(openSealedKey({ ...sealed, privateKey, principalXml }).hashMatches, true);
  });

  it('refuses a key that is not RSA', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    assert.throws(() => open(seal('sealed-key-v2'), privateKey), { code: 'CorruptFile' });
  });
});

// Blobs built by hand from the layout of licenses.md §6, each with one member changed.
describe('openSealedKey on blobs of other writers', () => {
  const session = key(16);

  function header(
    length: number,
    changes: Partial<Record<'total' | 'mode' | 'size' | 'block' | 'flags', number>> = {},
  ) {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(changes.total ?? 12 + length, 0);
    bytes.writeUInt16LE(changes.mode ?? 0xffff, 2);
    bytes.writeUInt16LE(changes.size ?? length, 4);
    bytes.writeUInt16LE(changes.block ?? 16, 6);
    bytes.writeUInt32LE(changes.flags ?? 0, 8);
    return bytes;
  }

  function envelope(version: number, size: number, reserved = 0): Buffer {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32LE(version, 0);
    bytes.writeUInt32LE(size, 4);
    bytes.writeUInt32LE(reserved, 12);
    return bytes;
  }

  function blob(parts: { session?: Buffer; envelope?: Buffer; content?: Buffer; fill?: number }): SealedKey {
    const headedSession = Buffer.concat([parts.session ?? header(16), session]);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const block = publicEncrypt({ key: KEYS['sealed-key-v2'].publicKey, padding, oaepHash: 'sha1' }, headedSession);
    const hash = createHash('sha256').update(Buffer.from(PRINCIPAL, 'utf16le')).digest();
    const content = Buffer.concat([parts.content ?? header(16), key(16)]);
    const inner = Buffer.concat([parts.envelope ?? envelope(2, content.length + 32), content, hash]);
    const filled = Buffer.alloc(Math.ceil(inner.length / 16) * 16, parts.fill ?? 0);
    filled.set(inner);
    return { type: 'sealed-key-v2', bytes: Buffer.concat([block, ecbEncryption(session).update(filled)]) };
  }

  const accepted: [string, Parameters<typeof blob>[0], string][] = [
    ['key sizes in bits', { session: header(16, { size: 128 }), content: header(16, { size: 128 }) }, 'ECB'],
    ['any flags', { session: header(16, { flags: 0xffffffff }), content: header(16, { flags: 7 }) }, 'ECB'],
    ['any fill', { fill: 0xaa }, 'ECB'],
    ['CBC4K without padding', { content: header(16, { mode: 0xfffe }) }, 'CBC4K'],
    ['CBC4K with padding', { content: header(16, { mode: 0xfffd }) }, 'CBC4K'],
    ['CBC512', { content: header(16, { mode: 0xfffc }) }, 'CBC512'],
  ];
  for (const [what, parts, mode] of accepted) {
    it(`takes ${what}`, () => {
      assert.deepEqual(open(blob(parts)), { key: key(16), mode, hashMatches: true });
    });
  }

  const refused: [string, Parameters<typeof blob>[0]][] = [
    ['a session key that is not for ECB', { session: header(16, { mode: 0xfffd }) }],
    ['a session header of another total length', { session: header(16, { total: 29 }) }],
    ['a session header of another key size', { session: header(16, { size: 32 }) }],
    ['the version of the other type', { envelope: envelope(1, 60) }],
    ['a size beyond the blob', { envelope: envelope(2, 0xffffffff) }],
    ['a size that leaves a block over', { envelope: envelope(2, 44) }],
    ['a size of nothing', { envelope: envelope(2, 0) }],
    ['a reserved member in use', { envelope: envelope(2, 60, 1) }],
    ['an unknown content mode', { content: header(16, { mode: 0xfff0 }) }],
    ['a content header of another total length', { content: header(16, { total: 44 }) }],
    ['a content header of another block size', { content: header(16, { block: 8 }) }],
  ];
  for (const [what, parts] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => open(blob(parts)), { code: 'CorruptFile' });
    });
  }
});

describeWithCorpus('the length table of sealed keys', () => {
  const files: [string, SealedKey['type'], number][] = [
    ['msrmpr-4.5.4-pl.xml', 'sealed-key', 16],
    ['sdk-platform-ut-pl-flat.xml', 'sealed-key', 16],
    ['sdk-ptxt-android_template_01.xml', 'sealed-key-v2', 16],
    ['sdk-0101right-ecb.xml', 'sealed-key-v2', 16],
    ['sdk-pfile-CleanAlice.xml', 'sealed-key-v2', 32],
    ['tika-pdf-pl.xml', 'sealed-key-v2', 32],
  ];
  for (const [file, type, keyLength] of files) {
    it(`agrees with ${file}`, () => {
      const { sealedKey } = readPublishingLicense(corpusFile(`licenses/${file}`)).principal;
      assert.equal(sealedKey?.type, type);
      assert.equal(sealedKey.bytes.length, seal(type, keyLength).bytes.length);
    });
  }
});
