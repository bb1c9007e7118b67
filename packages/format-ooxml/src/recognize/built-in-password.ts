import { createDecipheriv, hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { CorruptFile, throwIfAborted, type FormatContext, type XmlElement } from '@rightsmith/core';
import { FieldReader, uint32 } from '../data-spaces/fields.js';
import { localName, parsePartXml } from '../opc/part-xml.js';

/** The password with which Excel encrypts workbooks that are only to be guarded against changes; it tries it by itself. */
export const BUILT_IN_PASSWORD = 'VelvetSweatshop';

/** Rounds of hashing that are done to find out. Office does 50,000 or 100,000; a file may ask for four thousand million. */
const MOST_ROUNDS = 100_000;

/** Rounds between two looks at the rest of the program. */
const ROUNDS_AT_ONCE = 10_000;

/** Bytes of `EncryptionInfo` before the XML of agile encryption. */
const AGILE_XML_OFFSET = 8;

/** Constants that make one key of the password for the verifier and one for its hash; MS-OFFCRYPTO §2.3.4.13. */
const AGILE_BLOCK_KEYS = {
  verifier: Uint8Array.of(0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79),
  verifierHash: Uint8Array.of(0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e),
} as const;

/** Lengths of AES keys. */
const KEY_BITS: readonly number[] = [128, 192, 256];

/** What fills a key that is longer than its hash. */
const AGILE_FILL = 0x36;

/** Rounds of standard encryption; MS-OFFCRYPTO §2.3.4.7. */
const STANDARD_ROUNDS = 50_000;

/** Bytes of a SHA-1 hash, and of the two blocks it is spread over to make a key of it. */
const SHA1_BYTES = 20;
const SPREAD_BYTES = 64;
const SPREAD_FILLS: readonly number[] = [0x36, 0x5c];

/** Whether the built-in password opens a file of agile encryption. @throws CorruptFile where its description cannot be used */
export async function opensAgile(info: Uint8Array, context: FormatContext): Promise<boolean> {
  const root = parsePartXml(info.subarray(AGILE_XML_OFFSET), context.limits);
  const key = findNamed(root, 'encryptedKey');
  if (key === undefined) throw unusable();
  const value = (name: string): string => key.attributes.get(name) ?? '';
  const bytes = (name: string): Uint8Array => Buffer.from(value(name), 'base64');
  const algorithm = value('hashAlgorithm').replace('-', '').toLowerCase();
  const digest = (data: Uint8Array): Buffer => hashOf(algorithm, data);
  const salt = bytes('saltValue');
  const keyBytes = keyLength(Number(value('keyBits')));
  const spun = await spin(digest, salt, Number(value('spinCount')), context);
  const decrypt = (blockKey: Uint8Array, name: string): Buffer => {
    const secret = Buffer.alloc(keyBytes, AGILE_FILL);
    digest(Buffer.concat([spun, blockKey])).copy(secret);
    return decipher(`aes-${keyBytes * 8}-cbc`, secret, salt, bytes(name));
  };
  const verifier = decrypt(AGILE_BLOCK_KEYS.verifier, 'encryptedVerifierHashInput').subarray(0, salt.length);
  const verifierHash = decrypt(AGILE_BLOCK_KEYS.verifierHash, 'encryptedVerifierHashValue');
  const expected = digest(verifier);
  return expected.equals(verifierHash.subarray(0, expected.length));
}

/** Whether the built-in password opens a file of standard encryption. @throws CorruptFile where its description cannot be used */
export async function opensStandard(info: Uint8Array, context: FormatContext): Promise<boolean> {
  const reader = new FieldReader(info, 'EncryptionInfo');
  reader.version();
  reader.uint32();
  const header = new FieldReader(reader.bytes(reader.uint32()), 'EncryptionInfo');
  header.bytes(16);
  const keyBytes = keyLength(header.uint32());
  const salt = reader.bytes(reader.uint32());
  const encryptedVerifier = reader.bytes(16);
  const hashLength = reader.uint32();
  const encryptedHash = reader.bytes(32);
  const digest = (data: Uint8Array): Buffer => hashOf('sha1', data);
  const spun = digest(Buffer.concat([await spin(digest, salt, STANDARD_ROUNDS, context), uint32(0)]));
  const secret = Buffer.concat(SPREAD_FILLS.map((fill) => digest(spreadOver(spun, fill)))).subarray(0, keyBytes);
  const decrypt = (data: Uint8Array): Buffer => decipher(`aes-${keyBytes * 8}-ecb`, secret, null, data);
  const expected = digest(decrypt(encryptedVerifier));
  return hashLength === SHA1_BYTES && expected.equals(decrypt(encryptedHash).subarray(0, SHA1_BYTES));
}

/** Hashes salt and password, then the result again and again, each time behind the number of the round. */
async function spin(
  digest: (data: Uint8Array) => Buffer,
  salt: Uint8Array,
  rounds: number,
  { signal }: FormatContext,
): Promise<Buffer> {
  if (!Number.isInteger(rounds) || rounds < 0 || rounds > MOST_ROUNDS) throw unusable();
  let spun = digest(Buffer.concat([salt, Buffer.from(BUILT_IN_PASSWORD, 'utf16le')]));
  const input = Buffer.alloc(4 + spun.length);
  for (let round = 0; round < rounds; round += 1) {
    if (round % ROUNDS_AT_ONCE === 0) {
      throwIfAborted(signal);
      await setImmediate();
    }
    input.writeUInt32LE(round);
    spun.copy(input, 4);
    spun = digest(input);
  }
  return spun;
}

/** In bytes. */
function keyLength(bits: number): number {
  if (!KEY_BITS.includes(bits)) throw unusable();
  return bits / 8;
}

function spreadOver(digest: Uint8Array, fill: number): Uint8Array {
  return new Uint8Array(SPREAD_BYTES).fill(fill).map((byte, index) => byte ^ (digest[index] ?? 0));
}

/** Algorithm, key and lengths come from the file, so the platform may know none such. */
function decipher(algorithm: string, key: Uint8Array, iv: Uint8Array | null, data: Uint8Array): Buffer {
  try {
    const cipher = createDecipheriv(algorithm, key, iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch (cause) {
    throw unusable(cause);
  }
}

function hashOf(algorithm: string, data: Uint8Array): Buffer {
  try {
    return hash(algorithm, data, 'buffer');
  } catch (cause) {
    throw unusable(cause);
  }
}

function findNamed(element: XmlElement, name: string): XmlElement | undefined {
  if (localName(element.name) === name) return element;
  for (const child of element.children) {
    const found = findNamed(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unusable(cause?: unknown): CorruptFile {
  return new CorruptFile('The description of the password encryption cannot be used.', {
    where: { structure: 'EncryptionInfo' },
    cause,
  });
}
