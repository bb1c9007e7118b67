import type { StringMap } from '../types.js';

/** A name and a description in one language. */
export interface LocalizedName {
  /** Windows language id; 1033 is US English. */
  readonly lcid: number;
  readonly name: string;
  readonly description: string;
}

/** A time outside which something does not count. UTC, whole minutes; an absent end is open. */
export interface ValidityPeriod {
  readonly validFrom?: Date;
  readonly validUntil?: Date;
}

/**
 * Rights for some people, perhaps only for some time. A user is an address (`alice@example.com`, a person's or a group's), a whole domain
 * (`@example.com`), `anyone` (every authenticated user) or `owner` (whoever the licence names as owner).
 */
export interface Grant extends ValidityPeriod {
  readonly users: readonly string[];
  /** Encoded names, licenses.md §8.1, compared without case; custom names are allowed. */
  readonly rights: readonly string[];
}

/** Who may do what, until when: what a licence carries encrypted. Its own period is that of the content, and so of every right. */
export interface Policy extends ValidityPeriod {
  readonly names: readonly LocalizedName[];
  readonly grants: readonly Grant[];
  /** Days a use licence may be kept; 0 forbids keeping it; absent: the service's default (30). */
  readonly offlineDays?: number;
  /** Whom to ask for access: a URL or `mailto:` address. */
  readonly referral?: string;
  /** Encrypted application data. */
  readonly encryptedData?: StringMap;
}

/** A policy made for one document instead of taken from a template. */
export interface CustomPolicy extends Policy {
  /**
   * False: the policy text gives the owner no right unless `grants` does. Default true (licenses.md §7.2). A service that
   * evaluates by licenses.md §7.3, as ours does, lets the owner in all the same.
   */
  readonly grantOwner?: boolean;
}

/** A named policy an administrator made. */
export interface Template extends Policy {
  /** GUID, lower case, no braces. */
  readonly id: string;
  /** Users (as in a grant) who may publish with it; absent: everybody. */
  readonly scope?: readonly string[];
  /** UTC; when it was last changed. */
  readonly modified: Date;
  readonly archived?: boolean;
}

/** A sensitivity label, as label-aware programs store it; licenses.md §4.7. */
export interface Label {
  /** GUID, lower case, no braces. */
  readonly id: string;
  /** GUID of the tenant the label belongs to. */
  readonly tenantId?: string;
  readonly name?: string;
  /** All other properties, as stored. */
  readonly properties?: StringMap;
}
