import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { LimitReached } from '../errors.js';
import { checkApplicationData, checkNames, normalizeReferral } from '../rights/check-policy.js';
import type { Label, ValidityPeriod } from '../rights/policy.js';
import type { StringMap } from '../types.js';
import { encodeBase64 } from './base64.js';
import { DISTRIBUTION_POINTS } from './distribution-points.js';
import type { SealedKey } from './parties.js';
import { remembered } from './remembered.js';
import { type SignMessage, signBody } from './sign-body.js';
import {
  type DescriptorInput,
  type Licensor,
  descriptorXml,
  distributionPointXml,
  issuedPrincipalsXml,
  issuedTimeXml,
  levelsXml,
  licensingUrl,
  licensorXml,
  namedDataXml,
  rangeXml,
  referralXml,
  workXml,
} from './write-elements.js';
import { type XmlFragment, rawXml, xml } from './xml-writer.js';

/** Everything a publishing licence says. GUIDs are in lower case without braces, times are rounded down to the minute. */
export interface PublishingLicenseInput extends ValidityPeriod {
  readonly tenant: Licensor;
  readonly issuedAt: Date;
  readonly descriptor: DescriptorInput;
  /** A URL, a `mailto:` URL or a bare address. */
  readonly referral?: string;
  readonly contentId: string;
  /** Address. */
  readonly owner: string;
  /** The content key, sealed to the tenant and bound to its {@link issuedPrincipalsXml}. */
  readonly sealedKey: SealedKey;
  /** The policy, encrypted with the content key. */
  readonly rightsData: Uint8Array;
  /** Application data anybody can read. */
  readonly appData?: StringMap;
  readonly labels?: readonly Label[];
}

/**
 * Writes and signs a publishing licence by the profile of licenses.md §11: one server-signed block of mode 2 behind an XML
 * declaration. `encodeLicense` turns the text into bytes.
 *
 * @throws UsageError for a value a licence cannot hold; LimitReached `licenseBytes`
 */
export async function writePublishingLicense(input: PublishingLicenseInput, signMessage: SignMessage): Promise<string> {
  checkNames(input.descriptor.names);
  checkApplicationData(input.appData ?? {});
  const text = `<?xml version="1.0"?>${await signBody(bodyXml(input), signMessage)}`;
  const maximum = DEFAULT_LIMITS.licenseBytes;
  if (Buffer.byteLength(text) > maximum) {
    throw new LimitReached('The licence is too long.', {
      limit: 'licenseBytes',
      maximum,
      hint: 'Grant rights to groups instead of many single users.',
    });
  }
  return text;
}

/** `BODY` with its children in the order of servers; licenses.md §4. */
function bodyXml(input: PublishingLicenseInput): XmlFragment {
  const { tenant, issuedAt, descriptor, contentId, owner } = input;
  const parts = [
    issuedTimeXml(issuedAt),
    validityXml(input),
    descriptorXml(descriptor),
    issuerXml(tenant),
    referralXml(descriptor.kind, input.referral === undefined ? undefined : normalizeReferral(input.referral)),
    rawXml(issuedPrincipalsXml(tenant, input.sealedKey)),
    xml`<WORK>${workXml(contentId, owner)}</WORK>`,
    xml`<AUTHENTICATEDDATA id="Encrypted-Rights-Data">${rawXml(encodeBase64(input.rightsData))}</AUTHENTICATEDDATA>`,
    xml`${namedDataXml('APPSPECIFIC', input.appData ?? {})}`,
    xml`${(input.labels ?? []).flatMap(labelXml)}`,
  ];
  return xml`<BODY type="Microsoft Rights Label" version="3.0">${parts.filter((part) => part !== undefined)}</BODY>`;
}

/** `ISSUER`, and where the tenant answers; licenses.md §4.3, §4.4. */
const issuerXml: (tenant: Licensor) => XmlFragment = remembered((tenant) => {
  const { intranet, extranet } = DISTRIBUTION_POINTS;
  const points = [intranet, extranet].map((kind) => distributionPointXml(kind, licensingUrl(tenant)));
  return xml`<ISSUER>${licensorXml(tenant)}${levelsXml(tenant)}</ISSUER>${points}`;
});

/** Present only where the content ends; licenses.md §4.1. */
function validityXml({ issuedAt, validFrom = issuedAt, validUntil }: PublishingLicenseInput): XmlFragment | undefined {
  if (validUntil === undefined) return undefined;
  return xml`<VALIDITYTIME>${rangeXml(validFrom, validUntil)}</VALIDITYTIME>`;
}

/** A licence carries the two ids of a label and nothing else of it; licenses.md §4.7. */
function labelXml({ id, tenantId }: Label): readonly XmlFragment[] {
  return namedDataXml('LABEL', { ID: id, ...(tenantId !== undefined && { TenantId: tenantId }) });
}
