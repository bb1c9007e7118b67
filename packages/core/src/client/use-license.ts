import type { ContentCipher } from '../cipher/content-cipher.js';
import type { Policy } from '../rights/policy.js';
import { allowsRight, normalizeRight } from '../rights/rights.js';
import type { UseLicense } from './rms-client.js';

/** What a client knows when it grants a use licence. */
export interface UseLicenseInput {
  readonly contentId: string;
  readonly owner?: string;
  readonly issuedTo?: string;
  /** Every right granted, in any letter case, custom ones too. */
  readonly rights: readonly string[];
  /** Handed out, as a copy, only where `rights` allow it. */
  readonly policy?: Policy;
  readonly contentValidUntil?: Date;
  readonly validUntil?: Date;
  readonly offline: boolean;
  readonly referral?: string;
  readonly cipher: ContentCipher;
  /** See {@link UseLicense}. */
  readonly serialize?: () => string;
  readonly keyHandle?: object;
}

/** A use licence over a list of rights that is known in full: the same rules about rights for every client that has one. */
export function createUseLicense(input: UseLicenseInput): UseLicense {
  const { policy, ...facts } = input;
  const rights = [...new Set(input.rights.map(normalizeRight))];
  return {
    ...facts,
    rights,
    allows: (right) => Promise.resolve(allowsRight(rights, right)),
    policy: () => Promise.resolve(allowsRight(rights, 'VIEWRIGHTSDATA') ? structuredClone(policy) : undefined),
  };
}

/** The same licence, whoever made it, with another cipher; its methods are still called on the one given. */
export function useLicenseWith(useLicense: UseLicense, cipher: ContentCipher): UseLicense {
  const { contentId, owner, issuedTo, rights, contentValidUntil, validUntil, offline, referral, keyHandle } =
    useLicense;
  return {
    contentId,
    ...(owner !== undefined && { owner }),
    ...(issuedTo !== undefined && { issuedTo }),
    rights,
    allows: (right) => useLicense.allows(right),
    policy: () => useLicense.policy(),
    ...(contentValidUntil !== undefined && { contentValidUntil }),
    ...(validUntil !== undefined && { validUntil }),
    offline,
    ...(referral !== undefined && { referral }),
    cipher,
    ...(keyHandle !== undefined && { keyHandle }),
  };
}
