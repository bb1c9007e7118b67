import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import { CorruptFile } from '../errors.js';
import type { Label } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import { type AuthenticatedData, entriesOf, readAuthenticatedData, readLabels } from './authenticated-data.js';
import { decodeBase64 } from './base64.js';
import { type LicenseBlock, splitBlocks } from './blocks.js';
import { type DistributionPoint, readDistributionPoints, readIssuedTime, readRange, readWork } from './body-facts.js';
import { type LicenseDescriptor, readDescriptor } from './descriptor.js';
import { DISTRIBUTION_POINTS } from './distribution-points.js';
import { decodeLicense, type LicenseEncoding } from './encoding.js';
import { type KeyHolder, readKeyHolder, readSealedKey, type SealedKey } from './parties.js';
import { childNamed, elementAt, textOf, type XmlElement } from './xml.js';

/** Everything a publishing licence says without a key; `licenses.md` §4. GUIDs are in lower case without braces. */
export interface PublishingLicense {
  /** As stored. */
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly encoding: LicenseEncoding;
  /** The licence itself and the certificates behind it, if any. */
  readonly blocks: readonly LicenseBlock[];
  /** Block 0, the publishing licence. */
  readonly block: LicenseBlock;
  readonly issuedAt: Date;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
  readonly descriptor?: LicenseDescriptor;
  /** Where the policy came from, if the clear text tells. Many licences do not (`licenses.md` §4.2, §4.4). */
  readonly kind?: 'template' | 'custom';
  /** Who signed: the tenant's server, or a person through the CLC. */
  readonly issuer: KeyHolder;
  readonly urls: { readonly intranet?: string; readonly extranet?: string };
  /** Whom to ask for access: a URL, a `mailto:` address or a bare address. Untrusted text. */
  readonly referral?: string;
  /** Whether the referral is the template's; present with `referral` where its id is a known one. */
  readonly referralFromTemplate?: boolean;
  /** The server that can open the licence. */
  readonly principal: LicensePrincipal;
  readonly contentId: string;
  /** The owner's address. */
  readonly owner?: string;
  /** The policy, encrypted with the content key; `licenses.md` §7. */
  readonly rightsData?: Uint8Array;
  /** The signed application data, readable without a right. */
  readonly appData: StringMap;
  readonly labels: readonly Label[];
  /** Data of document tracking, `MS.Content.Name` and the like. */
  readonly metadata: StringMap;
  /** Mode 1 is RSA-1024 with SHA-1, mode 2 RSA-2048 with SHA-256. */
  readonly cryptoMode: 1 | 2;
}

/** The one principal of a publishing licence. */
export interface LicensePrincipal extends KeyHolder {
  readonly sealedKey?: SealedKey;
  /** The exact source of `ISSUEDPRINCIPALS`, which a hash inside the sealed key covers (`licenses.md` §6). */
  readonly xml: string;
}

/**
 * Reads a publishing licence as a container stores it. Nothing is verified: see `verifyLicense`, and compare
 * `principal.key` with a key that is known (`licenses.md` §3.4).
 *
 * @throws CorruptFile when the bytes are no licence, as in containers made by hand; `inspect` makes that the warning
 * `license-unreadable`. LimitReached for `licenseBytes`, `licenseBlocks`, `xmlDepth` and `xmlElements`.
 */
export function readPublishingLicense(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): PublishingLicense {
  const { text, encoding } = decodeLicense(bytes, limits);
  const blocks = splitBlocks(text, limits);
  const [block] = blocks;
  if (block?.bodyType !== 'Microsoft Rights Label')
    throw corrupt('The licence does not begin with a publishing licence');
  const { contentId, owner } = readWork(block.body);
  if (contentId === undefined) throw corrupt('The publishing licence has no content id');
  const parties = readParties(text, block.body);
  return {
    bytes,
    text,
    encoding,
    blocks,
    block,
    issuedAt: readIssuedTime(block.body),
    ...readRange(childNamed(block.body, 'VALIDITYTIME')),
    ...parties,
    ...readPlaces(block.body),
    contentId,
    ...(owner !== undefined && { owner }),
    ...readData(block.body),
  };
}

function readParties(text: string, body: XmlElement): Pick<PublishingLicense, 'issuer' | 'principal' | 'cryptoMode'> {
  const issuerElement = childNamed(body, 'ISSUER');
  const principals = childNamed(body, 'ISSUEDPRINCIPALS');
  const principalElement = elementAt(body, 'ISSUEDPRINCIPALS', 'PRINCIPAL');
  if (issuerElement === undefined || principals === undefined || principalElement === undefined)
    throw corrupt('The publishing licence has no issuer or no principal');
  const issuer = readKeyHolder(issuerElement);
  const holder = readKeyHolder(principalElement);
  const sealedKey = readSealedKey(principalElement);
  const cryptoMode = holder.key.bits === 1024 ? 1 : 2;
  const expectedType = cryptoMode === 1 ? 'sealed-key' : 'sealed-key-v2';
  if (issuer.key.bits !== holder.key.bits || (sealedKey !== undefined && sealedKey.type !== expectedType))
    throw corrupt('The publishing licence mixes the cryptographic modes');
  const xml = text.slice(principals.start, principals.end);
  return { issuer, principal: { ...holder, ...(sealedKey !== undefined && { sealedKey }), xml }, cryptoMode };
}

function readPlaces(
  body: XmlElement,
): Pick<PublishingLicense, 'descriptor' | 'kind' | 'urls' | 'referral' | 'referralFromTemplate'> {
  const points = readDistributionPoints(body);
  const intranet = addressOf(points, DISTRIBUTION_POINTS.intranet.type);
  const extranet = addressOf(points, DISTRIBUTION_POINTS.extranet.type);
  const referral = points.find(({ type }) => type === DISTRIBUTION_POINTS.customReferral.type);
  const referralFromTemplate = referral === undefined ? undefined : REFERRAL_FROM_TEMPLATE.get(referral.id);
  const descriptor = readDescriptor(body);
  const kind = policyKind(body, descriptor, referralFromTemplate);
  return {
    ...(descriptor !== undefined && { descriptor }),
    ...(kind !== undefined && { kind }),
    urls: { ...(intranet !== undefined && { intranet }), ...(extranet !== undefined && { extranet }) },
    ...(referral !== undefined && { referral: referral.address }),
    ...(referralFromTemplate !== undefined && { referralFromTemplate }),
  };
}

const REFERRAL_FROM_TEMPLATE: ReadonlyMap<string, boolean> = new Map([
  [DISTRIBUTION_POINTS.customReferral.guid, false],
  [DISTRIBUTION_POINTS.templateReferral.guid, true],
]);

function addressOf(points: readonly DistributionPoint[], wanted: string): string | undefined {
  return points.find(({ type }) => type === wanted)?.address;
}

/** Only what is certain: a template has an id and a time of change, the referral's id tells, and REST writes custom ids without braces. */
function policyKind(
  body: XmlElement,
  descriptor: LicenseDescriptor | undefined,
  referralFromTemplate: boolean | undefined,
): PublishingLicense['kind'] {
  if (descriptor === undefined) return 'custom';
  if (descriptor.version !== undefined || referralFromTemplate === true) return 'template';
  const braced = textOf(body, 'DESCRIPTOR', 'OBJECT', 'ID')?.startsWith('{') === true;
  return referralFromTemplate === false || !braced ? 'custom' : undefined;
}

function readData(body: XmlElement): Pick<PublishingLicense, 'rightsData' | 'appData' | 'labels' | 'metadata'> {
  const data = readAuthenticatedData(body);
  const rightsData = readRightsBytes(data);
  return {
    ...(rightsData !== undefined && { rightsData }),
    appData: entriesOf(data, 'APPSPECIFIC'),
    labels: readLabels(data),
    metadata: entriesOf(data, 'LICENSEMETADATA'),
  };
}

function readRightsBytes(data: readonly AuthenticatedData[]): Uint8Array | undefined {
  const [entry, second] = data.filter(({ id }) => id === 'Encrypted-Rights-Data');
  if (second !== undefined) throw corrupt('The publishing licence has two policies');
  const bytes = entry === undefined ? undefined : decodeBase64(entry.value);
  if (entry !== undefined && bytes === undefined) throw corrupt('The encrypted policy is not base64');
  return bytes;
}

function corrupt(message: string): CorruptFile {
  return new CorruptFile(`${message}.`, { where: { structure: 'licence block 0' } });
}
