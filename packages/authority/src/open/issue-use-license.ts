import {
  OWNER_RIGHT,
  allowsRight,
  createContentCipher,
  createUseLicense,
  offlineDaysFor,
  type Access,
  type PublishingLicense,
  type UseLicense,
} from '@rightsmith/core';
import type { IssuedKey } from '../authority-parts.js';
import type { OpenedContent } from './open-content.js';

const DAY_MS = 86_400_000;

/** What was granted to whom. */
export interface Grant {
  readonly license: PublishingLicense;
  readonly content: OpenedContent;
  readonly access: Pick<Access, 'rights' | 'until'> & { readonly reason: string };
  readonly issuedTo: string;
  readonly now: Date;
}

/** What a use licence says about times. */
export interface UseTimes {
  readonly offline: boolean;
  /** When this answer ends. */
  readonly validUntil?: Date;
  readonly contentValidUntil?: Date;
}

/** Makes the use licence for a grant and remembers its key, which the licence itself holds only as a cipher. */
export function issueUseLicense(grant: Grant, issuedKeys: WeakMap<object, IssuedKey>): UseLicense {
  const { license, content, access, issuedTo } = grant;
  const { contentId, owner } = license;
  const { key, mode, policy } = content;
  // As when access is refused: the current template wins over the text in the licence.
  const referral = policy.referral ?? license.referral;
  const keyHandle = Object.freeze({});
  issuedKeys.set(keyHandle, {
    key,
    contentId,
    owner,
    mayRepublish: allowsRight(access.rights, 'EDITRIGHTSDATA'),
    isOwner: access.rights.includes(OWNER_RIGHT),
  });
  return createUseLicense({
    contentId,
    ...(owner !== undefined && { owner }),
    issuedTo,
    rights: access.rights,
    policy,
    ...useTimes(grant),
    ...(referral !== undefined && { referral }),
    cipher: createContentCipher({ mode, key }),
    keyHandle,
  });
}

/** How long what was granted may be used. */
export function useTimes(grant: Grant): UseTimes {
  const contentValidUntil = earliest(grant.content.policy.validUntil, grant.license.validUntil);
  return { ...keeping(grant), ...(contentValidUntil !== undefined && { contentValidUntil }) };
}

/** Whether and how long it may be kept: owners and super users are not bound by the policy (rms-client-features.md RGT-5). */
function keeping({ content, access, now }: Grant): Omit<UseTimes, 'contentValidUntil'> {
  const days = offlineDaysFor(content.policy, access.reason);
  const offline = days > 0;
  const validUntil = earliest(access.until, offline ? new Date(now.getTime() + days * DAY_MS) : undefined);
  return { offline, ...(validUntil !== undefined && { validUntil }) };
}

/** A date of its own: those of licences and policies are everybody's. */
function earliest(...dates: readonly (Date | undefined)[]): Date | undefined {
  const times = dates.flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}
