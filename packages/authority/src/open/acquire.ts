import {
  AccessDenied,
  Expired,
  evaluateAccess,
  throwIfAborted,
  type Access,
  type ClientContext,
  type Policy,
  type PublishingLicense,
  type RightsmithError,
  type UseLicense,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import type { RecordEntry } from '../record/record-entry.js';
import { checkLicense } from './check-license.js';
import { issueUseLicense } from './issue-use-license.js';
import { openContent } from './open-content.js';

/** Why somebody is refused. */
type RefusalReason = Access['reason'] | 'not-super-user';

/**
 * Opens a licence of this authority for somebody, by the rules of licenses.md §7.3, and records the answer before it is
 * given. Somebody the policy does not name learns nothing but that.
 *
 * @throws as {@link RmsClient.acquire}; NotSupportedByClient for another service's licence; CannotWrite when the record
 *   cannot be written; CannotRead for a damaged home
 */
export async function acquire(
  bytes: Uint8Array,
  requester: Requester,
  parts: AuthorityParts,
  context: ClientContext,
): Promise<UseLicense> {
  const ownLicense = checkLicense(bytes, await parts.tenant.current());
  const { license } = ownLicense;
  const content = await openContent(ownLicense, parts.templates);
  const now = new Date(parts.clock.now());
  const access = await evaluate(license, content.policy, requester, now, parts);
  throwIfAborted(context.signal);
  const facts = {
    time: now.toISOString(),
    contentId: license.contentId,
    who: requester.address,
    ...(license.owner !== undefined && { owner: license.owner }),
  };
  if (!access.granted) {
    await parts.record.append({
      action: 'deny',
      ...facts,
      reason: access.reason,
      ...superUserMark(requester.superUser),
    });
    throw refusal(access.reason, requester.address, content.policy.referral ?? license.referral);
  }
  const { rights } = access;
  await parts.record.append({ action: 'grant', ...facts, rights, ...superUserMark(access.reason === 'super-user') });
  return issueUseLicense({ license, content, access, issuedTo: requester.address, now }, parts.issuedKeys);
}

type Answer = Omit<Access, 'reason'> & { readonly reason: RefusalReason };

async function evaluate(
  license: PublishingLicense,
  policy: Policy,
  { address, superUser }: Requester,
  now: Date,
  { directory }: AuthorityParts,
): Promise<Answer> {
  if (superUser && !(await directory.isSuperUser(address))) {
    return { granted: false, rights: [], owner: false, reason: 'not-super-user' };
  }
  const { owner, validFrom, validUntil } = license;
  return evaluateAccess({
    policy,
    ...(owner !== undefined && { owner }),
    identity: await directory.expandIdentity(address),
    now,
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    superUser,
  });
}

function superUserMark(marked: boolean): Pick<RecordEntry, 'superUser'> {
  return marked ? { superUser: true } : {};
}

function refusal(reason: RefusalReason, address: string, referral: string | undefined): RightsmithError {
  if (reason === 'expired')
    return new Expired('The content has expired.', { hint: 'Ask its owner to publish it again.' });
  if (reason === 'not-yet-valid') return new Expired('The content cannot be opened yet.');
  const message =
    reason === 'not-super-user' ? `${address} is not a super user.` : `${address} has no right to this content.`;
  return new AccessDenied(message, {
    ...(referral !== undefined && { referral }),
    hint: referral === undefined ? 'Ask the owner of the content for access.' : `Ask for access: ${referral}`,
  });
}
