import {
  AccessDenied,
  Expired,
  Revoked,
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
import { issueUseLicense } from './issue-use-license.js';
import { openContent, type OpenedContent } from './open-content.js';

/** Why somebody is refused, or not. */
export type AnswerReason = Access['reason'] | 'not-super-user' | 'revoked';

/** What the authority answers to somebody who wants to open a licence; it is on record. */
export interface Decision {
  readonly license: PublishingLicense;
  readonly content: OpenedContent;
  readonly access: Answer;
  readonly now: Date;
  /** Whom to ask for access. */
  readonly referral?: string;
}

/**
 * Opens a licence of this authority for somebody. Somebody the policy does not name learns nothing but that.
 *
 * @throws as {@link RmsClient.acquire} and {@link decide}
 */
export async function acquire(
  bytes: Uint8Array,
  requester: Requester,
  parts: AuthorityParts,
  context: ClientContext,
): Promise<UseLicense> {
  const decision = await decide(bytes, requester, parts, context);
  const { access, referral } = decision;
  if (!access.granted) throw refusal(access.reason, requester.address, referral);
  return issueUseLicense({ ...decision, issuedTo: requester.address }, parts.issuedKeys);
}

/**
 * Decides about a licence of this authority by the rules of licenses.md §7.3, and records the answer before it is given. The
 * work is the same for everybody it is denied to.
 *
 * @throws CorruptFile, Tampered, LimitReached; NotSupportedByClient for another service's licence; CannotWrite when the record
 *   cannot be written; CannotRead for a damaged home
 */
export async function decide(
  bytes: Uint8Array,
  requester: Requester,
  parts: AuthorityParts,
  { signal, purpose }: Pick<ClientContext, 'signal' | 'purpose'>,
): Promise<Decision> {
  const ownLicense = parts.licenses.check(bytes, await parts.tenant.current());
  const { license } = ownLicense;
  const content = await openContent(ownLicense, parts);
  const now = new Date(parts.clock.now());
  const evaluated = await evaluate(license, content.policy, requester, now, parts);
  throwIfAborted(signal);
  const access = await record(evaluated, license, { requester, now, purpose }, parts);
  const referral = content.policy.referral ?? license.referral;
  return { license, content, access, now, ...(referral !== undefined && { referral }) };
}

/** Records an answer; what was granted turns out to be denied where the content is revoked, owners and super users apart. */
async function record(
  access: Answer,
  { contentId, owner }: PublishingLicense,
  { requester, now, purpose }: Asking,
  { record: entries }: AuthorityParts,
): Promise<Answer> {
  const facts = {
    time: now.toISOString(),
    contentId,
    who: requester.address,
    ...(owner !== undefined && { owner }),
    ...(purpose !== undefined && purpose !== 'open' && { purpose }),
  };
  if (access.granted) {
    const { rights } = access;
    const mark = superUserMark(access.reason === 'super-user');
    const entry: RecordEntry = { action: 'grant', ...facts, rights, ...mark };
    if (access.reason === 'granted') {
      if (await entries.appendUnlessRevoked(entry)) return access;
    } else {
      await entries.append(entry);
      return access;
    }
  }
  const denied: Answer = access.granted ? { granted: false, rights: [], owner: false, reason: 'revoked' } : access;
  await entries.append({ action: 'deny', ...facts, reason: denied.reason, ...superUserMark(requester.superUser) });
  return denied;
}

/** Who asks, when and what for. */
interface Asking {
  readonly requester: Requester;
  readonly now: Date;
  readonly purpose: ClientContext['purpose'];
}

/** As {@link Access}, with the reasons of an authority. */
type Answer = Omit<Access, 'reason'> & { readonly reason: AnswerReason };

async function evaluate(
  license: PublishingLicense,
  policy: Policy,
  requester: Requester,
  now: Date,
  { directory }: AuthorityParts,
): Promise<Answer> {
  const { address, superUser } = requester;
  if (superUser && !(await directory.isSuperUser(address))) {
    return { granted: false, rights: [], owner: false, reason: 'not-super-user' };
  }
  const { owner, validFrom, validUntil } = license;
  return evaluateAccess({
    policy,
    ...(owner !== undefined && { owner }),
    identity: await directory.expandIdentity(address, requester),
    now,
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    superUser,
  });
}

function superUserMark(marked: boolean): Pick<RecordEntry, 'superUser'> {
  return marked ? { superUser: true } : {};
}

function refusal(reason: AnswerReason, address: string, referral: string | undefined): RightsmithError {
  if (reason === 'expired')
    return new Expired('The content has expired.', { hint: 'Ask its owner to publish it again.' });
  if (reason === 'revoked') return new Revoked('Access to the content was withdrawn.');
  if (reason === 'not-yet-valid') return new Expired('The content cannot be opened yet.');
  const message =
    reason === 'not-super-user' ? `${address} is not a super user.` : `${address} has no right to this content.`;
  return new AccessDenied(message, {
    ...(referral !== undefined && { referral }),
    hint: referral === undefined ? 'Ask the owner of the content for access.' : `Ask for access: ${referral}`,
  });
}
