import { createHash, publicDecrypt } from 'node:crypto';
import { decodeBase64 } from './base64.js';
import type { LicenseBlock } from './blocks.js';
import { findPublicKey, type LicensePublicKey, toKeyObject } from './public-key.js';
import { childNamed, childrenNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** What a block's signature says. `digest` and `signature` answer apart; the block is genuine when both hold (`licenses.md` §3). */
export interface BlockSignature {
  /** Whether there is a `SIGNATURE` at all; policies inside a licence have none. */
  readonly signed: boolean;
  /** The stated digest is the digest of the text as it stands. */
  readonly digest: boolean;
  /** The RSA value, opened with the issuer's key printed in the block, is the stated digest. */
  readonly signature: boolean;
  readonly digestAlgorithm?: DigestAlgorithm;
  /** Lower-case hex. */
  readonly declaredDigest?: string;
  /** Length of the text that digest and signature cover, in bytes of UTF-16LE. */
  readonly messageBytes: number;
  /** Bits of the issuer's key; absent where it has none that can be used. */
  readonly keyBits?: LicensePublicKey['bits'];
  /** SHA-256 of the issuer's modulus as stored, lower-case hex. */
  readonly issuerFingerprint?: string;
}

/** `SHA1` in mode 1, `SHA256` in mode 2. */
export type DigestAlgorithm = 'SHA1' | 'SHA256';

/** Name for `node:crypto`, length in bytes and the DER that stands before the digest in a PKCS#1 v1.5 signature (RFC 8017 §9.2). */
const DIGESTS: Readonly<
  Record<DigestAlgorithm, { readonly hash: string; readonly length: number; readonly prefix: string }>
> = {
  SHA1: { hash: 'sha1', length: 20, prefix: '3021300906052b0e03021a05000414' },
  SHA256: { hash: 'sha256', length: 32, prefix: '3031300d060960864801650304020105000420' },
};

/**
 * Checks digest and signature of a block over its exact text. Says nothing about trust: the key is the one the block
 * itself names (`licenses.md` §3.4).
 *
 * An unknown algorithm, a malformed value or a key that cannot be used make an answer `false`.
 *
 * @throws CorruptFile when a part of the signature or key stands twice.
 */
export function verifyBlock(block: LicenseBlock): BlockSignature {
  const message = Buffer.from(block.bodyText, 'utf16le');
  const issuer = childNamed(block.body, 'ISSUER');
  const key = issuer === undefined ? undefined : findPublicKey(issuer);
  const signature = childNamed(block.element, 'SIGNATURE');
  const stated = signature === undefined ? undefined : readStatedDigest(signature);
  return {
    signed: signature !== undefined,
    digest:
      stated !== undefined && createHash(DIGESTS[stated.algorithm].hash).update(message).digest().equals(stated.value),
    signature: signature !== undefined && stated !== undefined && key !== undefined && opensTo(signature, key, stated),
    ...(stated !== undefined && {
      digestAlgorithm: stated.algorithm,
      declaredDigest: Buffer.from(stated.value).toString('hex'),
    }),
    messageBytes: message.length,
    ...(key !== undefined && { keyBits: key.bits, issuerFingerprint: key.fingerprint }),
  };
}

interface StatedDigest {
  readonly algorithm: DigestAlgorithm;
  readonly value: Uint8Array;
}

function readStatedDigest(signature: XmlElement): StatedDigest | undefined {
  const element = childNamed(signature, 'DIGEST');
  const algorithm = element === undefined ? undefined : textOf(element, 'ALGORITHM');
  if (element === undefined || !isDigestAlgorithm(algorithm) || !isSurfaceCoded(element)) return undefined;
  const value = decodeBase64(textOf(element, 'VALUE') ?? '');
  return value?.length === DIGESTS[algorithm].length ? { algorithm, value } : undefined;
}

function isDigestAlgorithm(name: string | undefined): name is DigestAlgorithm {
  return name !== undefined && Object.hasOwn(DIGESTS, name);
}

/** Surface coding, the text character for character, is the only coding there is. */
function isSurfaceCoded(digest: XmlElement): boolean {
  return childrenNamed(digest, 'PARAMETER').every(
    (parameter) => parameter.attributes.get('name') === 'codingtype' && textOf(parameter, 'VALUE') === 'surface-coding',
  );
}

function opensTo(signature: XmlElement, key: LicensePublicKey, stated: StatedDigest): boolean {
  const value = decodeBase64(elementAt(signature, 'VALUE')?.content ?? '');
  if (textOf(signature, 'ALGORITHM') !== 'RSA PKCS#1-V1.5' || value?.length !== key.modulus.length) return false;
  const opened = openSignature(key, value);
  // The whole content is compared, so that nothing can hide beside the digest.
  return opened?.equals(Buffer.concat([Buffer.from(DIGESTS[stated.algorithm].prefix, 'hex'), stated.value])) === true;
}

/** The content of the PKCS#1 v1.5 block in an RSA value; undefined where key and value do not make one. */
function openSignature(key: LicensePublicKey, value: Uint8Array): Buffer | undefined {
  try {
    return publicDecrypt(toKeyObject(key), value);
  } catch {
    return undefined;
  }
}
