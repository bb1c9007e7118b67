import { CorruptFile } from '../errors.js';
import type { StringMap } from '../types.js';
import { decodeBase64 } from './base64.js';
import { normalizeGuid } from './guid.js';
import { type LicensePublicKey, readPublicKey } from './public-key.js';
import { childNamed, childrenNamed, textOf, type XmlElement } from './xml.js';

/** An `ADDRESS`: `URL`, or on client-signed licences `email_alias`, `home_tenantId`, … (`licenses.md` §4.3). */
export interface LicenseAddress {
  readonly type: string;
  readonly value: string;
}

/** Who is named by an `OBJECT`: a server, a person, a machine, a certificate authority. */
export interface LicenseParty {
  /** `MS-DRM-Server`, `Group-Identity`, `Machine-Unique-Identifier`, `DRM-Certificate-Authority`, … */
  readonly type: string;
  /** `MS-GUID`, `Federation`, `Windows`, `Passport`, `ascii-tag`, … */
  readonly idType: string;
  /** GUIDs in lower case without braces, anything else as stored. */
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly LicenseAddress[];
}

/** A party with its key and its `SECURITYLEVEL` entries. */
export interface KeyHolder extends LicenseParty {
  readonly key: LicensePublicKey;
  /** `Server-Version`, `Server-SKU`, `Tenant-ID`, `SDK`, …, as stored. */
  readonly levels: StringMap;
}

/** A key, content or private, sealed to somebody; `licenses.md` §6. */
export interface SealedKey {
  /** `sealed-key` in mode 1, `sealed-key-v2` in mode 2. */
  readonly type: 'sealed-key' | 'sealed-key-v2';
  readonly bytes: Uint8Array;
}

/**
 * Reads the `OBJECT` in `element`.
 *
 * @throws CorruptFile when there is none.
 */
export function readParty(element: XmlElement): LicenseParty {
  const object = childNamed(element, 'OBJECT');
  if (object === undefined) throw corrupt(`${element.name} has no OBJECT`);
  const id = childNamed(object, 'ID');
  return {
    type: object.attributes.get('type') ?? '',
    idType: id?.attributes.get('type') ?? '',
    id: normalizeGuid(id?.content ?? '') ?? id?.content ?? '',
    name: textOf(object, 'NAME') ?? '',
    addresses: childrenNamed(object, 'ADDRESS').map((address) => ({
      type: address.attributes.get('type') ?? '',
      value: address.content,
    })),
  };
}

/**
 * Reads an `ISSUER`, or a `PRINCIPAL` that has a key.
 *
 * @throws CorruptFile when object or key are missing or not usable.
 */
export function readKeyHolder(element: XmlElement): KeyHolder {
  return { ...readParty(element), key: readPublicKey(element), levels: readLevels(element) };
}

/** The names and values of the `SECURITYLEVEL` children. */
export function readLevels(element: XmlElement): StringMap {
  return Object.fromEntries(
    childrenNamed(element, 'SECURITYLEVEL').map(({ attributes }) => [
      attributes.get('name') ?? '',
      attributes.get('value') ?? '',
    ]),
  );
}

/**
 * The key, content or private, that is sealed in a principal's `ENABLINGBITS` (`licenses.md` §6), or undefined.
 *
 * @throws CorruptFile when its type is not one of the two known or its value is not base64.
 */
export function readSealedKey(principal: XmlElement): SealedKey | undefined {
  const element = childNamed(principal, 'ENABLINGBITS');
  if (element === undefined) return undefined;
  const type = element.attributes.get('type');
  if (type !== 'sealed-key' && type !== 'sealed-key-v2') throw corrupt('ENABLINGBITS is of no known type');
  const bytes = decodeBase64(textOf(element, 'VALUE') ?? '');
  if (bytes === undefined || bytes.length === 0) throw corrupt('ENABLINGBITS holds no base64 value');
  return { type, bytes };
}

function corrupt(what: string): CorruptFile {
  return new CorruptFile(`In the licence, ${what}.`, { where: { structure: 'licence' } });
}
