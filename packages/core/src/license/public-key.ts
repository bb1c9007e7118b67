import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { CorruptFile, UsageError } from '../errors.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { childNamed, childrenNamed, textOf, type XmlElement } from './xml.js';

/** An RSA public key as licences carry it. */
export interface LicensePublicKey {
  /** Length of the modulus: 1024 in mode 1 and 2048 in mode 2; CA keys may be 2048 in both (`licenses.md` §1). */
  readonly bits: 1024 | 2048;
  readonly exponent: 65537;
  /** Little-endian, as stored: the byte order opposite to that of signatures. */
  readonly modulus: Uint8Array;
  /** SHA-256 of `modulus` in lower-case hex: equal fingerprints are equal keys. */
  readonly fingerprint: string;
}

/**
 * The key in the element's `PUBLICKEY` child (`licenses.md` §3.2), or undefined where there is none that can be used:
 * not RSA, a length no mode has, another exponent than 65537, a modulus that cannot be one.
 *
 * @throws CorruptFile when a part stands twice.
 */
export function findPublicKey(parent: XmlElement): LicensePublicKey | undefined {
  const element = childNamed(parent, 'PUBLICKEY');
  if (element === undefined || textOf(element, 'ALGORITHM') !== 'RSA') return undefined;
  const modulusValue = parameterValue(element, 'modulus');
  const modulus = decodeBase64(modulusValue?.content ?? '');
  const usable =
    modulus !== undefined &&
    isModulus(modulus) &&
    modulusValue?.attributes.get('size') === String(modulus.length * 8) &&
    parameterValue(element, 'public-exponent')?.content === '65537';
  return usable ? licensePublicKey(modulus) : undefined;
}

/**
 * The key in the element's `PUBLICKEY` child.
 *
 * @throws CorruptFile where {@link findPublicKey} finds none.
 */
export function readPublicKey(parent: XmlElement): LicensePublicKey {
  const key = findPublicKey(parent);
  if (key === undefined)
    throw new CorruptFile(`${parent.name} has no RSA public key of 1024 or 2048 bits with the exponent 65537.`, {
      where: { structure: 'licence' },
    });
  return key;
}

/**
 * The public half of an RSA key in the form of licences.
 *
 * @throws UsageError when it is not RSA with 1024 or 2048 bits and the exponent 65537.
 */
export function fromKeyObject(key: KeyObject): LicensePublicKey {
  const jwk = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const modulus = new Uint8Array(Buffer.from(jwk.n ?? '', 'base64url').reverse());
  if (jwk.kty !== 'RSA' || jwk.e !== 'AQAB' || !isModulus(modulus))
    throw new UsageError('The key is not RSA with 1024 or 2048 bits and the exponent 65537.');
  return licensePublicKey(modulus);
}

/** The key for `node:crypto`. */
export function toKeyObject(key: LicensePublicKey): KeyObject {
  const n = Buffer.from(key.modulus).reverse().toString('base64url');
  const known = KEY_OBJECTS.get(n);
  if (known !== undefined) return known;
  const made = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const [oldest] = KEY_OBJECTS.keys();
  if (oldest !== undefined && KEY_OBJECTS.size >= KEPT_KEY_OBJECTS) KEY_OBJECTS.delete(oldest);
  KEY_OBJECTS.set(n, made);
  return made;
}

/**
 * The last key objects by their modulus. Most licences that a program reads are of few services, and to make the object and
 * ready it for use costs as much as to check a signature with it.
 */
const KEY_OBJECTS = new Map<string, KeyObject>();
const KEPT_KEY_OBJECTS = 32;

/** The `PUBLICKEY` element, spelled as real licences have it (`licenses.md` §4.3). */
export function publicKeyXml(key: LicensePublicKey): string {
  return (
    '<PUBLICKEY><ALGORITHM>RSA</ALGORITHM>' +
    `<PARAMETER name="public-exponent"><VALUE encoding="integer32">${key.exponent}</VALUE></PARAMETER>` +
    `<PARAMETER name="modulus"><VALUE encoding="base64" size="${key.bits}">${encodeBase64(key.modulus)}</VALUE>` +
    '</PARAMETER></PUBLICKEY>'
  );
}

function licensePublicKey(modulus: Uint8Array): LicensePublicKey {
  const fingerprint = createHash('sha256').update(modulus).digest('hex');
  return { bits: modulus.length === 128 ? 1024 : 2048, exponent: 65537, modulus, fingerprint };
}

/** Whether the bytes are an odd number of exactly 1024 or 2048 bits. */
function isModulus(modulus: Uint8Array): boolean {
  const odd = ((modulus[0] ?? 0) & 1) === 1;
  const full = (modulus.at(-1) ?? 0) >= 0x80;
  return (modulus.length === 128 || modulus.length === 256) && odd && full;
}

function parameterValue(element: XmlElement, name: string): XmlElement | undefined {
  const [parameter, second] = childrenNamed(element, 'PARAMETER').filter((one) => one.attributes.get('name') === name);
  if (second !== undefined) throw new CorruptFile(`The public key has two parameters named ${name}.`);
  return parameter === undefined ? undefined : childNamed(parameter, 'VALUE');
}
