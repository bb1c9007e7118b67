import { decideUse, type AccessReason, type UseDecision, type UseQuestion, type UseReason } from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import type { AnswerReason } from './acquire.js';
import { openContent } from './open-content.js';

/** What somebody might do, when, and whether by the service. */
export type HypotheticalUse = Pick<UseQuestion, 'right' | 'at' | 'offline'>;

/** What the authority would answer. */
export interface HypotheticalAnswer extends Omit<UseDecision, 'reason'> {
  readonly reason: UseReason | Exclude<AnswerReason, AccessReason>;
}

/**
 * What the authority would decide about a licence of its own, by the same rules as when it opens it. Nothing is given out and
 * nothing goes on record.
 *
 * @throws CorruptFile, Tampered, LimitReached; NotSupportedByClient for another service's licence
 */
export async function decideHypotheticalUse(
  bytes: Uint8Array,
  use: HypotheticalUse,
  requester: Requester,
  parts: AuthorityParts,
): Promise<HypotheticalAnswer> {
  const { address, superUser } = requester;
  const ownLicense = parts.licenses.check(bytes, await parts.tenant.current());
  const { contentId, owner, validFrom, validUntil } = ownLicense.license;
  const { policy } = await openContent(ownLicense, parts);
  if (superUser && !(await parts.directory.isSuperUser(address))) return { allowed: false, reason: 'not-super-user' };
  const decision = decideUse({
    policy,
    ...(owner !== undefined && { owner }),
    identity: await parts.directory.expandIdentity(address, requester),
    now: new Date(parts.clock.now()),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    superUser,
    ...use,
  });
  const isBound = decision.allowed && decision.reason === 'granted';
  if (!isBound || (await parts.revocations.find(contentId)) === undefined) return decision;
  return { allowed: false, reason: 'revoked' };
}
