import type { LocalizedName } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import { encodeBase64 } from './base64.js';
import { DISTRIBUTION_POINTS, type DistributionPointKind } from './distribution-points.js';
import { bracedGuid } from './guid.js';
import type { SealedKey } from './parties.js';
import { type LicensePublicKey, publicKeyXml } from './public-key.js';
import { formatTime } from './times.js';
import { remembered } from './remembered.js';
import { type XmlFragment, rawXml, xml } from './xml-writer.js';

/** The tenant in whose name licences are made: issuer, and the one who can open them. */
export interface Licensor {
  /** GUID of the licensing principal, lower case, no braces. */
  readonly id: string;
  readonly name: string;
  /** GUID, lower case, no braces. */
  readonly tenantId: string;
  /** `https://<host>/_wmcs`, without a slash at the end; the licensing URLs are made from it. */
  readonly url: string;
  readonly key: LicensePublicKey;
  /** Default `1.0.0.0` (licenses.md §11.3); a tenant that came from elsewhere keeps its own. */
  readonly serverVersion?: string;
}

/** What a descriptor says and how its id is spelled. */
export interface DescriptorInput {
  /** `custom` ids stand without braces, `template` ids in braces; licenses.md §2.7. */
  readonly kind: 'custom' | 'template';
  /** GUID, lower case, no braces. */
  readonly id: string;
  readonly names: readonly LocalizedName[];
  /** When the template was last changed, as {@link formatTime} writes it. */
  readonly version?: string;
}

/** The URL that opens licences of this tenant. */
export function licensingUrl(licensor: Licensor): string {
  return `${licensor.url}/licensing`;
}

/** `<ISSUEDTIME>`. */
export function issuedTimeXml(issuedAt: Date): XmlFragment {
  return xml`<ISSUEDTIME>${formatTime(issuedAt)}</ISSUEDTIME>`;
}

/** `FROM` and `UNTIL`, in that order; an open end is left out. */
export function rangeXml(from: Date | undefined, until: Date | undefined): XmlFragment {
  return xml`${from && xml`<FROM>${formatTime(from)}</FROM>`}${until && xml`<UNTIL>${formatTime(until)}</UNTIL>`}`;
}

/** `DESCRIPTOR`, the same in the clear part of a licence and in its policy; licenses.md §4.2. */
export function descriptorXml({ kind, id, names, version }: DescriptorInput): XmlFragment {
  const versionAttribute = version === undefined ? undefined : xml` version="${version}"`;
  const idText = kind === 'custom' ? id : bracedGuid(id);
  const entries = names.map(({ lcid, name, description }) => `LCID ${lcid}:NAME ${name}:DESCRIPTION ${description};\n`);
  const nameXml = elementXml(xml`NAME`, entries.join(''));
  return xml`<DESCRIPTOR><OBJECT><ID type="MS-GUID"${versionAttribute}>${idText}</ID>${nameXml}</OBJECT></DESCRIPTOR>`;
}

/** The object and key of the tenant, as in `ISSUER` and in `PRINCIPAL`; licenses.md §4.3. */
export const licensorXml: (licensor: Licensor) => XmlFragment = remembered(({ id, name, url, key }) => {
  const object = xml`<OBJECT type="MS-DRM-Server"><ID type="MS-GUID">${bracedGuid(id)}</ID><NAME>${name}</NAME><ADDRESS type="URL">${url}</ADDRESS></OBJECT>`;
  return xml`${object}${rawXml(publicKeyXml(key))}`;
});

/** The `SECURITYLEVEL` elements of the tenant. */
export const levelsXml: (licensor: Licensor) => XmlFragment = remembered(({ serverVersion = '1.0.0.0', tenantId }) => {
  const level = (name: string, value: string): XmlFragment => xml`<SECURITYLEVEL name="${name}" value="${value}" />`;
  return xml`${level('Server-Version', serverVersion)}${level('Server-SKU', 'RMS 2.0')}${level('Tenant-ID', bracedGuid(tenantId))}`;
});

/**
 * The text of `ISSUEDPRINCIPALS` (licenses.md §4.5, server order). Without a sealed key it is what sealing binds the content
 * key to.
 */
export function issuedPrincipalsXml(licensor: Licensor, sealedKey?: SealedKey): string {
  const enablingBits = sealedKey && enablingBitsXml(sealedKey);
  return xml`<ISSUEDPRINCIPALS><PRINCIPAL internal-id="1">${licensorXml(licensor)}${enablingBits}${levelsXml(licensor)}</PRINCIPAL></ISSUEDPRINCIPALS>`
    .xml;
}

/** `DISTRIBUTIONPOINT`; licenses.md §4.4. */
export function distributionPointXml(kind: DistributionPointKind, address: string): XmlFragment {
  const name = kind.name === undefined ? undefined : xml`<NAME>${kind.name}</NAME>`;
  return xml`<DISTRIBUTIONPOINT><OBJECT type="${kind.type}"><ID type="MS-GUID">${kind.id}</ID>${name}<ADDRESS type="URL">${address}</ADDRESS></OBJECT></DISTRIBUTIONPOINT>`;
}

/** Where to ask for access, if anywhere. */
export function referralXml(kind: DescriptorInput['kind'], referral: string | undefined): XmlFragment | undefined {
  if (referral === undefined) return undefined;
  const point = kind === 'custom' ? DISTRIBUTION_POINTS.customReferral : DISTRIBUTION_POINTS.templateReferral;
  return distributionPointXml(point, referral);
}

/** Content id and owner, the beginning of `WORK`; licenses.md §4.6. */
export function workXml(contentId: string, owner: string): XmlFragment {
  const content = xml`<OBJECT><ID type="MS-GUID">${bracedGuid(contentId)}</ID></OBJECT>`;
  return xml`${content}<METADATA><OWNER><OBJECT><ID type="Unspecified" /><NAME>${owner}</NAME></OBJECT></OWNER></METADATA>`;
}

/** One `AUTHENTICATEDDATA` per entry, server order of attributes; licenses.md §4.7. */
export function namedDataXml(id: 'APPSPECIFIC' | 'LABEL', data: StringMap): readonly XmlFragment[] {
  return Object.entries(data).map(([name, value]) =>
    elementXml(xml`AUTHENTICATEDDATA name="${name}" id="${id}"`, value),
  );
}

/** An element that holds only text; without any it is written ` />`, as servers do. */
function elementXml(tag: XmlFragment, text: string): XmlFragment {
  if (text === '') return xml`<${tag} />`;
  const name = rawXml(tag.xml.split(' ', 1)[0] ?? '');
  return xml`<${tag}>${text}</${name}>`;
}

function enablingBitsXml({ type, bytes }: SealedKey): XmlFragment {
  return xml`<ENABLINGBITS type="${type}"><VALUE encoding="base64" size="${bytes.length * 8}">${rawXml(encodeBase64(bytes))}</VALUE></ENABLINGBITS>`;
}
