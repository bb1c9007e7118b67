import { NO_LICENSE_CACHE, checkPolicy } from '../rights/check-policy.js';
import { intersectPeriods } from '../rights/period.js';
import type { CustomPolicy, Policy, ValidityPeriod } from '../rights/policy.js';
import { OWNER_RIGHT } from '../rights/rights.js';
import { type RightEntry, isOwnerEntry, rightEntries, rightsGroupXml } from './rights-list.js';
import { rootXml } from './sign-body.js';
import { descriptorXml, issuedTimeXml, namedDataXml, workXml } from './write-elements.js';
import { type XmlFragment, xml } from './xml-writer.js';

/** What the policy text of one document is made from. GUIDs are in lower case without braces. */
export interface RightsDataInput {
  readonly policy: CustomPolicy;
  readonly issuedAt: Date;
  /** The id in the clear descriptor too. */
  readonly descriptorId: string;
  readonly contentId: string;
  /** Address. */
  readonly owner: string;
}

/**
 * The text of a custom policy, character for character as Azure writes it (licenses.md §7.2): no referral, no issuer, the
 * content's period on every right, the owner's right last.
 *
 * @throws UsageError for a policy that cannot be written; LimitReached `policyEntries`
 */
export function writeRightsData({ policy, issuedAt, descriptorId, contentId, owner }: RightsDataInput): string {
  checkPolicy(policy, issuedAt);
  const rights = rightsGroupXml(timedEntries(policy, issuedAt), policy.offlineDays);
  const parts = [
    issuedTimeXml(issuedAt),
    descriptorXml({ kind: 'custom', id: descriptorId, names: policy.names }),
    xml`<WORK>${workXml(contentId, owner)}${rights}</WORK>`,
    encryptedDataXml(policy),
  ];
  return rootXml(xml`<BODY type="Microsoft Rights Template" version="3.0">${parts}</BODY>`);
}

/** The encrypted application data of a policy, and with it the ban on keeping use licences. */
export function encryptedDataXml({ encryptedData = {}, offlineDays }: Policy): XmlFragment {
  const data = offlineDays === 0 ? { ...encryptedData, [NO_LICENSE_CACHE]: '1' } : encryptedData;
  return xml`${namedDataXml('APPSPECIFIC', data)}`;
}

function timedEntries(policy: CustomPolicy, issuedAt: Date): readonly RightEntry[] {
  const timed = (period: ValidityPeriod): ValidityPeriod => fromIssue(intersectPeriods([policy, period]), issuedAt);
  const entries = rightEntries(policy.grants.map((grant) => ({ ...grant, ...timed(grant) })));
  const others = entries.filter((entry) => !isOwnerEntry(entry));
  const ownerHasRight = policy.grantOwner !== false || others.length < entries.length;
  return ownerHasRight ? [...others, { ...timed({}), right: OWNER_RIGHT, user: 'owner' }] : others;
}

/** What ends also begins: with the licence, unless later. */
function fromIssue(period: ValidityPeriod, issuedAt: Date): ValidityPeriod {
  return period.validUntil === undefined ? period : { validFrom: issuedAt, ...period };
}
