import { CorruptFile } from '../errors.js';
import { decodeBase64 } from './base64.js';
import type { LicenseBlock } from './blocks.js';
import {
  type DistributionPoint,
  type LicensedWork,
  readDistributionPoints,
  readIssuedTime,
  readRange,
  readWork,
  type TimeRange,
} from './body-facts.js';
import { type LicenseDescriptor, readDescriptor } from './descriptor.js';
import {
  type KeyHolder,
  type LicenseParty,
  readKeyHolder,
  readLevels,
  readParty,
  readSealedKey,
  type SealedKey,
} from './parties.js';
import type { StringMap } from '../types.js';
import { rightElements, rightName, rightRange } from './right-elements.js';
import { childNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** The kinds of block there are beside the publishing licence; `licenses.md` §1. */
export type CertificateKind =
  | 'machine'
  | 'account'
  | 'client-licensor'
  | 'server-licensor'
  | 'certificate-authority'
  | 'use-license'
  | 'template'
  | 'official-template';

/** What a certificate, a use licence or the frame of a template says; `licenses.md` §5, §7.2 and §10. */
export interface LicenseCertificate extends TimeRange, LicensedWork {
  readonly kind: CertificateKind;
  readonly issuedAt: Date;
  readonly descriptor?: LicenseDescriptor;
  /** Who signed; unsigned templates name nobody. */
  readonly issuer?: KeyHolder;
  /** Whose certificate or licence it is; templates have none. */
  readonly principal?: CertificatePrincipal;
  /** The machine an account certificate's private key is sealed to. */
  readonly machine?: LicenseParty & { readonly levels: StringMap; readonly sealedKey?: SealedKey };
  readonly distributionPoints: readonly DistributionPoint[];
  /** Rights of the holder: `ISSUE` on issuing certificates, those granted on use licences. Empty for templates, whose rights `readRightsData` reads. */
  readonly rights: readonly CertifiedRight[];
}

/** The holder of a certificate or use licence. */
export interface CertificatePrincipal extends KeyHolder {
  /** Hash over properties of the machine's hardware, on machine certificates. */
  readonly hardwareDigest?: Uint8Array;
}

/** A right, the time it may be used in and the key that comes with it. */
export interface CertifiedRight extends TimeRange {
  readonly name: string;
  /** The content key on use licences, the private key on client licensor certificates. */
  readonly sealedKey?: SealedKey;
}

const KIND_BY_DESCRIPTOR: ReadonlyMap<string, CertificateKind> = new Map([
  ['Machine-Certificate', 'machine'],
  ['Group-Identity-Credential', 'account'],
  ['Client-Licensor-Certificate', 'client-licensor'],
  ['Server-Licensor-Certificate', 'server-licensor'],
  ['DRM-CA-Certificate', 'certificate-authority'],
  ['Content-License', 'use-license'],
]);

const KIND_BY_BODY: ReadonlyMap<string, CertificateKind> = new Map([
  ['Microsoft Rights Template', 'template'],
  ['Microsoft Official Rights Template', 'official-template'],
]);

/**
 * Reads any block that is not a publishing licence. Nothing is verified.
 *
 * @throws CorruptFile for a block of unknown kind, and where a part is missing, malformed or stands twice.
 */
export function readCertificate(block: LicenseBlock): LicenseCertificate {
  const { body } = block;
  const kind =
    block.bodyType === 'LICENSE'
      ? KIND_BY_DESCRIPTOR.get(block.descriptorType ?? '')
      : KIND_BY_BODY.get(block.bodyType);
  if (kind === undefined)
    throw new CorruptFile('The block is no known kind of certificate.', { where: { structure: 'licence' } });
  const descriptor = readDescriptor(body);
  const issuer = childNamed(body, 'ISSUER');
  const principal = elementAt(body, 'ISSUEDPRINCIPALS', 'PRINCIPAL');
  const machine = elementAt(body, 'FEDERATIONPRINCIPALS', 'PRINCIPAL');
  return {
    kind,
    issuedAt: readIssuedTime(body),
    ...readRange(childNamed(body, 'VALIDITYTIME')),
    ...(descriptor !== undefined && { descriptor }),
    ...(issuer !== undefined && { issuer: readKeyHolder(issuer) }),
    ...(principal !== undefined && { principal: readPrincipal(principal) }),
    ...(machine !== undefined && { machine: readMachine(machine) }),
    ...readWork(body),
    distributionPoints: readDistributionPoints(body),
    rights: block.bodyType === 'LICENSE' ? rightElements(childNamed(body, 'WORK')).map(readRight) : [],
  };
}

function readRight(element: XmlElement): CertifiedRight {
  // The author's own use licence has no CONDITIONLIST around ACCESS (licenses.md §5).
  const principal =
    elementAt(element, 'CONDITIONLIST', 'ACCESS', 'PRINCIPAL') ?? elementAt(element, 'ACCESS', 'PRINCIPAL');
  return {
    name: rightName(element),
    ...readRange(rightRange(element)),
    ...(principal !== undefined && sealedKeyOf(principal)),
  };
}

function readPrincipal(element: XmlElement): CertificatePrincipal {
  const digest = textOf(element, 'DIGEST', 'VALUE');
  const hardwareDigest = digest === undefined ? undefined : decodeBase64(digest);
  return { ...readKeyHolder(element), ...(hardwareDigest !== undefined && { hardwareDigest }) };
}

function readMachine(element: XmlElement): NonNullable<LicenseCertificate['machine']> {
  return { ...readParty(element), levels: readLevels(element), ...sealedKeyOf(element) };
}

function sealedKeyOf(element: XmlElement): { readonly sealedKey?: SealedKey } {
  const sealedKey = readSealedKey(element);
  return sealedKey === undefined ? {} : { sealedKey };
}
