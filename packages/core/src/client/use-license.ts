import type { ContentCipher } from '../cipher/content-cipher.js';
import type { Policy } from '../rights/policy.js';
import type { UseLicense } from './rms-client.js';

/** What a client knows when it grants a use licence. */
export interface UseLicenseInput {
  readonly contentId: string;
  readonly owner?: string;
  readonly issuedTo?: string;
  /** Every right granted, in any letter case, custom ones too. */
  readonly rights: readonly string[];
  /** Handed out only where `rights` allow it. */
  readonly policy?: Policy;
  readonly contentValidUntil?: Date;
  readonly validUntil?: Date;
  readonly offline: boolean;
  readonly referral?: string;
  readonly cipher: ContentCipher;
}

/**
 * A use licence over a list of rights that is known in full: the one place for the rules that OWNER implies every right,
 * that names are compared without case (licenses.md §8.1), and that only VIEWRIGHTSDATA and OWNER show the policy.
 */
export function createUseLicense(input: UseLicenseInput): UseLicense {
  const { policy, ...facts } = input;
  const rights = [...new Set(input.rights.map((right) => right.toUpperCase()))];
  const allows = (right: string): boolean => rights.includes('OWNER') || rights.includes(right.toUpperCase());
  return {
    ...facts,
    rights,
    allows: (right) => Promise.resolve(allows(right)),
    policy: () => Promise.resolve(allows('VIEWRIGHTSDATA') ? policy : undefined),
  };
}
