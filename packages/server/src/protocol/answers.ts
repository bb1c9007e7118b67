import { bracedGuid, type Policy } from '@rightsmith/core';
import type { AccessAnswer, GrantedAccess, IssuedLicense } from '@rightsmith/authority';
import {
  timeText,
  type EndUserLicenseAnswer,
  type EndUserPolicy,
  type PublishingAnswer,
} from '@rightsmith/client-rest/contract';
import { contentKey } from './content-key.js';
import { nameMembers } from './languages.js';

/** Days a use licence may be kept where the policy does not say; licenses.md §8.3. */
const USUAL_OFFLINE_DAYS = 30;

/** The answer to a publishing request; rest.md §5.3. */
export function publishingAnswer(
  issued: IssuedLicense,
  languages: readonly string[],
  data: Pick<PublishingAnswer, 'SignedApplicationData' | 'EncryptedApplicationData'>,
): PublishingAnswer {
  const { license, contentId, owner, descriptor, referral } = issued;
  return {
    SerializedPublishingLicense: Buffer.from(license).toString('base64'),
    Id: bracedGuid(descriptor.id),
    ...nameMembers(descriptor.names, languages),
    Referrer: referral ?? null,
    Owner: owner,
    ContentId: bracedGuid(contentId),
    Key: contentKey(issued),
    ...data,
  };
}

/** The answer to a request for an end-user licence; rest.md §6.2. Denials tell whom to ask, and nothing that only the policy says. */
export function endUserLicenseAnswer(
  answer: AccessAnswer,
  issuedTo: string,
  languages: readonly string[],
): EndUserLicenseAnswer {
  const { contentId, owner, referral, descriptor, granted } = answer;
  const known = {
    AccessStatus: statusOf(answer),
    Id: descriptor === undefined ? null : bracedGuid(descriptor.id),
    ...nameMembers(descriptor?.names ?? [], languages),
    Referrer: referral ?? null,
    Owner: owner ?? null,
    IssuedTo: issuedTo,
    ContentId: bracedGuid(contentId),
  };
  return granted === undefined ? { ...known, Rights: [] } : { ...known, ...grantedMembers(answer, granted) };
}

function grantedMembers(
  { fromTemplate, signedData, owner }: AccessAnswer,
  granted: GrantedAccess,
): Partial<EndUserLicenseAnswer> {
  const { rights, policy, offline, contentValidUntil, validUntil } = granted;
  return {
    Rights: rights,
    Roles: null,
    Key: contentKey(granted),
    ContentValidUntil: contentValidUntil === undefined ? null : timeText(contentValidUntil),
    LicenseValidUntil: validUntil === undefined ? null : timeText(validUntil),
    FromTemplate: fromTemplate,
    allowOfflineAccess: offline,
    Policy: policy === undefined ? null : policyEntry(policy, owner),
    SignedApplicationData: signedData,
    EncryptedApplicationData: policy?.encryptedData ?? {},
  };
}

function policyEntry({ grants, offlineDays }: Policy, owner: string | undefined): EndUserPolicy {
  const users = (named: readonly string[]): string[] =>
    // The protocol knows addresses only.
    named.map((user) => (user.toLowerCase() === 'owner' && owner !== undefined ? owner : user));
  return {
    UserRights: grants.map((grant) => ({
      Users: users(grant.users),
      Rights: grant.rights,
      ...(grant.validFrom !== undefined && { ValidFrom: timeText(grant.validFrom) }),
      ...(grant.validUntil !== undefined && { ValidUntil: timeText(grant.validUntil) }),
    })),
    UserRoles: null,
    IntervalTimeInDays: offlineDays ?? USUAL_OFFLINE_DAYS,
  };
}

function statusOf({ granted, reason }: AccessAnswer): string {
  if (granted !== undefined) return 'AccessGranted';
  return reason === 'expired' || reason === 'not-yet-valid' ? 'ContentExpired' : 'AccessDenied';
}
