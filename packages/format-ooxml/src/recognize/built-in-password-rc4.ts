import { createDecipheriv, hash } from 'node:crypto';
import { concat, FieldReader, uint32 } from '../data-spaces/fields.js';

/** How RC4 lets a password be checked: some bytes and their hash, both encrypted. */
export interface Rc4Verifier {
  readonly key: Uint8Array;
  readonly digest: 'md5' | 'sha1';
  readonly verifier: Uint8Array;
  readonly verifierHash: Uint8Array;
}

/** Bytes of a salt and of a verifier. */
const SALT_BYTES = 16;

/** Of the hash of a password that RC4 before CryptoAPI uses, and how often it is repeated with the salt. */
const SHORT_HASH_BYTES = 5;
const REPETITIONS = 16;

/** Where the header of CryptoAPI has the bits of the key; MS-OFFCRYPTO §2.3.2. */
const KEY_SIZE_OFFSET = 16;

/** A key of CryptoAPI with 40 bits is filled up with zeros; MS-OFFCRYPTO §2.3.5.2. */
const SHORT_KEY_BITS = 40;
const LONG_KEY_BYTES = 16;

/** RC4 of Office 97 and 2000, behind its version; MS-OFFCRYPTO §2.3.6. @throws CorruptFile */
export function readRc4(reader: FieldReader, password: string): Rc4Verifier {
  const salt = reader.bytes(SALT_BYTES);
  const verifier = reader.bytes(SALT_BYTES);
  const short = hash('md5', utf16(password), 'buffer').subarray(0, SHORT_HASH_BYTES);
  const spun = hash('md5', concat(Array.from({ length: REPETITIONS }, () => [short, salt]).flat()), 'buffer');
  const key = hash('md5', concat([spun.subarray(0, SHORT_HASH_BYTES), uint32(0)]), 'buffer');
  return { key, digest: 'md5', verifier, verifierHash: reader.bytes(16) };
}

/** RC4 by CryptoAPI, behind its version; MS-OFFCRYPTO §2.3.5. @throws CorruptFile */
export function readCryptoApi(reader: FieldReader, password: string): Rc4Verifier {
  reader.uint32();
  const header = new FieldReader(reader.bytes(reader.uint32()), 'encryption header');
  header.bytes(KEY_SIZE_OFFSET);
  // No number means 40 bits.
  const bits = header.uint32() || SHORT_KEY_BITS;
  reader.uint32();
  const salt = reader.bytes(SALT_BYTES);
  const verifier = reader.bytes(SALT_BYTES);
  reader.uint32();
  const first = hash('sha1', concat([salt, utf16(password)]), 'buffer');
  const key = hash('sha1', concat([first, uint32(0)]), 'buffer').subarray(0, bits / 8);
  const filled = bits === SHORT_KEY_BITS ? concat([key, new Uint8Array(LONG_KEY_BYTES - key.length)]) : key;
  return { key: filled, digest: 'sha1', verifier, verifierHash: reader.bytes(20) };
}

/**
 * Whether the password is right; undefined where that cannot be found out. OpenSSL 3 keeps RC4 in its legacy provider, which
 * Node does not load unless it is started with `--openssl-legacy-provider`; and no cipher is written here.
 */
export function verifies({ key, digest, verifier, verifierHash }: Rc4Verifier): boolean | undefined {
  const plain = rc4(key, concat([verifier, verifierHash]));
  if (plain === undefined) return undefined;
  const expected = hash(digest, plain.subarray(0, verifier.length), 'buffer');
  return expected.equals(plain.subarray(verifier.length));
}

function rc4(key: Uint8Array, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return createDecipheriv('rc4', key, null).update(bytes);
  } catch {
    return undefined;
  }
}

function utf16(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le');
}
