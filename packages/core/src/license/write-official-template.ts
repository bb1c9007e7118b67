import { checkPolicy, normalizeReferral } from '../rights/check-policy.js';
import type { Template } from '../rights/policy.js';
import { OWNER_RIGHT } from '../rights/rights.js';
import { DISTRIBUTION_POINTS } from './distribution-points.js';
import { isOwnerEntry, rangeTimeXml, rightEntries, rightsGroupXml } from './rights-list.js';
import { type SignMessage, signBody } from './sign-body.js';
import {
  type Licensor,
  descriptorXml,
  distributionPointXml,
  issuedTimeXml,
  licensingUrl,
  licensorXml,
  referralXml,
} from './write-elements.js';
import { encryptedDataXml } from './write-rights-data.js';
import { type XmlFragment, xml } from './xml-writer.js';

/**
 * The official form of a template, signed by the tenant, in the order and style of MS-RMPR's example (licenses.md §7.2, §10): the
 * owner's right first, the content's period in a `PRECONDITIONLIST`. Licences made from the template carry this text verbatim,
 * encrypted.
 *
 * @throws UsageError for a template that cannot be written; LimitReached `policyEntries`
 */
export async function writeOfficialTemplate(
  template: Template,
  tenant: Licensor,
  signMessage: SignMessage,
): Promise<string> {
  checkPolicy(template);
  const { id, names, modified, referral } = template;
  const parts = [
    issuedTimeXml(modified),
    descriptorXml({ kind: 'template', id, names }),
    xml`<ISSUER>${licensorXml(tenant)}</ISSUER>`,
    distributionPointXml(DISTRIBUTION_POINTS.publishing, licensingUrl(tenant)),
    referralXml('template', referral === undefined ? undefined : normalizeReferral(referral)),
    workXml(template),
    encryptedDataXml(template),
  ].filter((part) => part !== undefined);
  return signBody(xml`<BODY type="Microsoft Official Rights Template">${parts}</BODY>`, signMessage);
}

function workXml(template: Template): XmlFragment {
  const range = rangeTimeXml(template);
  const precondition = range && xml`<PRECONDITIONLIST>${range}</PRECONDITIONLIST>`;
  const others = rightEntries(template.grants).filter((entry) => !isOwnerEntry(entry));
  const entries = [{ right: OWNER_RIGHT, user: 'owner' }, ...others];
  return xml`<WORK><OBJECT><ID type="" /></OBJECT>${precondition}${rightsGroupXml(entries, template.offlineDays)}</WORK>`;
}
