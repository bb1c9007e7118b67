import { type KeyObject, constants, createHash, privateDecrypt, publicEncrypt, webcrypto } from 'node:crypto';
import { ecbDecryption, ecbEncryption } from '../cipher/aes.js';
import { systemRandom } from '../defaults.js';
import { CorruptFile, UsageError } from '../errors.js';
import { aloneOrBeside } from './alone-or-beside.js';
import { type HeadedKey, isKeyLength, readHeadedKey, writeHeadedKey } from './key-header.js';
import type { SealedKey } from './parties.js';

/** What is sealed to whom. */
export interface SealInput extends HeadedKey {
  /** Public RSA key of the service. */
  readonly recipient: KeyObject;
  /** The text of the licence's `ISSUEDPRINCIPALS`, with or without the `ENABLINGBITS` that will carry the key. */
  readonly principalXml: string;
  /** Default `sealed-key-v2`, the only one new licences have. */
  readonly type?: SealedKey['type'];
}

/** What is opened with what. */
export interface OpenInput extends SealedKey {
  readonly privateKey: KeyObject;
  /** The exact text of the licence's `ISSUEDPRINCIPALS`. */
  readonly principalXml: string;
}

/** A content key and what its blob tells about it. */
export interface OpenedKey extends HeadedKey {
  /**
   * Whether the blob is bound to `principalXml` by our rule. What exactly is hashed is unknown ([U] licenses.md §6), so false
   * is no proof against a blob another service made.
   */
  readonly hashMatches: boolean;
}

interface Scheme {
  readonly version: number;
  readonly hash: 'sha1' | 'sha256';
  readonly hashLength: number;
}

const SCHEMES: Readonly<Record<SealedKey['type'], Scheme>> = {
  'sealed-key': { version: 1, hash: 'sha1', hashLength: 20 },
  'sealed-key-v2': { version: 2, hash: 'sha256', hashLength: 32 },
};

const BLOCK_LENGTH = 16;
const SESSION_KEY_LENGTH = 16;
/** Version, size and two reserved words in front of the payload. */
const ENVELOPE_LENGTH = 16;

/** Seals a content key by licenses.md §6. @throws UsageError for a key that is not AES or a recipient that is not RSA */
export function sealContentKey(input: SealInput): SealedKey {
  const { key, mode, recipient, principalXml, type = 'sealed-key-v2' } = input;
  if (!isKeyLength(key.length)) throw new UsageError(`A content key cannot have ${key.length} bytes.`);
  const scheme = SCHEMES[type];
  const payload = Buffer.concat([writeHeadedKey({ key, mode }), principalHash(scheme, principalXml)]);
  // [U] licenses.md §6: the fill up to the next block is zeros.
  const inner = Buffer.alloc(roundUp(ENVELOPE_LENGTH + payload.length));
  inner.writeUInt32LE(scheme.version, 0);
  inner.writeUInt32LE(payload.length, 4);
  inner.set(payload, ENVELOPE_LENGTH);
  const sessionKey = systemRandom.bytes(SESSION_KEY_LENGTH);
  const block = encryptSessionKey(type, recipient, writeHeadedKey({ key: sessionKey, mode: 'ECB' }));
  return { type, bytes: new Uint8Array(Buffer.concat([block, ecbEncryption(sessionKey).update(inner)])) };
}

/** Opens an RSA-OAEP block (SHA-1); rejects where it cannot be opened. */
export type DecryptBlock = (block: Uint8Array) => Promise<Uint8Array>;

/**
 * Opens a sealed content key and checks every length in it.
 *
 * @throws CorruptFile, one and the same for a damaged blob, a wrong key and bad padding: a cause would tell an attacker which
 */
export function openSealedKey(input: OpenInput): OpenedKey {
  const { type, privateKey } = input;
  const { block, encrypted } = splitSealed(input);
  return openedOrRefused(encrypted, decryptSessionKey(type, privateKey, block), input);
}

/**
 * As {@link openSealedKey}, with the RSA operation left to `decrypt`, which may do it beside the event loop. A key sealed by the
 * old scheme, which new licences do not have, is opened at once.
 */
export async function openSealedKeyBeside(input: OpenInput, decrypt: DecryptBlock): Promise<OpenedKey> {
  if (input.type === 'sealed-key') return openSealedKey(input);
  const { block, encrypted } = splitSealed(input);
  const session = await decrypt(block).then(readHeadedKey, () => undefined);
  return openedOrRefused(encrypted, session, input);
}

/** Opens blocks with a private RSA key in this process; several at a time outside the event loop. */
export function rsaDecrypter(privateKey: KeyObject): DecryptBlock {
  let imported: Promise<webcrypto.CryptoKey> | undefined;
  const beside = async (block: Uint8Array): Promise<ArrayBuffer> => {
    // Of the interfaces to RSA decryption only this one works outside the event loop.
    imported ??= webcrypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'RSA-OAEP', hash: 'SHA-1' },
      false,
      ['decrypt'],
    );
    return webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, await imported, block);
  };
  const oaep = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const decrypted = aloneOrBeside<Uint8Array, Uint8Array | ArrayBuffer>((block) => privateDecrypt(oaep, block), beside);
  return async (block) => new Uint8Array(await decrypted(block));
}

function splitSealed({ bytes, privateKey }: OpenInput): { readonly block: Uint8Array; readonly encrypted: Uint8Array } {
  const blockLength = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  return { block: bytes.subarray(0, blockLength), encrypted: bytes.subarray(blockLength) };
}

function openedOrRefused(encrypted: Uint8Array, session: HeadedKey | undefined, input: OpenInput): OpenedKey {
  const opened = openWith(session, encrypted, input);
  if (opened === undefined) {
    throw new CorruptFile('The sealed content key cannot be opened with this key.', {
      where: { structure: 'sealed key' },
    });
  }
  return opened;
}

function openWith(
  session: HeadedKey | undefined,
  encrypted: Uint8Array,
  { type, principalXml }: OpenInput,
): OpenedKey | undefined {
  const scheme = SCHEMES[type];
  if (encrypted.length < ENVELOPE_LENGTH || encrypted.length % BLOCK_LENGTH !== 0) return undefined;
  if (session?.mode !== 'ECB') return undefined;
  const payload = readEnvelope(ecbDecryption(session.key).update(encrypted), scheme);
  if (payload === undefined) return undefined;
  const headed = readHeadedKey(payload.subarray(0, payload.length - scheme.hashLength));
  if (headed === undefined) return undefined;
  const hash = payload.subarray(payload.length - scheme.hashLength);
  return { ...headed, hashMatches: principalHash(scheme, principalXml).equals(hash) };
}

/** Payload and hash without the fill. */
function readEnvelope(inner: Uint8Array, scheme: Scheme): Uint8Array | undefined {
  const view = new DataView(inner.buffer, inner.byteOffset, inner.length);
  const size = view.getUint32(4, true);
  const wellFormed =
    view.getUint32(0, true) === scheme.version &&
    view.getUint32(8, true) === 0 &&
    view.getUint32(12, true) === 0 &&
    size >= scheme.hashLength &&
    inner.length === roundUp(ENVELOPE_LENGTH + size);
  return wellFormed ? inner.subarray(ENVELOPE_LENGTH, ENVELOPE_LENGTH + size) : undefined;
}

/**
 * [U] licenses.md §6, our rule: the UTF-16LE text of `ISSUEDPRINCIPALS` with the whole `ENABLINGBITS` element cut out, since the
 * element cannot cover itself.
 */
function principalHash({ hash }: Scheme, principalXml: string): Buffer {
  if (lastHash?.principalXml === principalXml && lastHash.hash === hash) return lastHash.digest;
  const text = principalXml.replace(/<ENABLINGBITS\b.*?<\/ENABLINGBITS>/s, '');
  const digest = createHash(hash).update(Buffer.from(text, 'utf16le')).digest();
  lastHash = { principalXml, hash, digest };
  return digest;
}

/** A tenant seals all keys to the same principal. */
let lastHash: { readonly principalXml: string; readonly hash: Scheme['hash']; readonly digest: Buffer } | undefined;

function encryptSessionKey(type: SealedKey['type'], recipient: KeyObject, headedKey: Uint8Array): Buffer {
  const padding = type === 'sealed-key' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
  try {
    return publicEncrypt({ key: recipient, padding, oaepHash: 'sha1' }, headedKey);
  } catch (cause) {
    throw new UsageError('A content key cannot be sealed to this key.', { cause });
  }
}

function decryptSessionKey(type: SealedKey['type'], key: KeyObject, block: Uint8Array): HeadedKey | undefined {
  try {
    const padded = type === 'sealed-key';
    const padding = padded ? constants.RSA_NO_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
    const plain = privateDecrypt({ key, padding, oaepHash: 'sha1' }, block);
    return readHeadedKey(padded ? withoutPadding(plain) : plain);
  } catch {
    return undefined;
  }
}

/**
 * Takes off PKCS#1 v1.5 padding: 00, 02, eight or more bytes that are not 0, 00. Done here because Node 20 and 22 refuse to
 * (CVE-2023-46809). Bad padding gives no bytes, which is no key, like a block that opens to anything else.
 */
function withoutPadding(block: Uint8Array): Uint8Array {
  const end = block.indexOf(0, 1);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : new Uint8Array(0);
}

function roundUp(length: number): number {
  return Math.ceil(length / BLOCK_LENGTH) * BLOCK_LENGTH;
}
