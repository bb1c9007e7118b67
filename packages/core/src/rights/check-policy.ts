import { UsageError } from '../errors.js';
import type { StringMap } from '../types.js';
import type { Grant, LocalizedName, Policy, ValidityPeriod } from './policy.js';
import { parseUser } from './users.js';

/** The encrypted application data entry that stands for "do not keep use licences"; `offlineDays: 0` writes it. */
export const NO_LICENSE_CACHE = 'NOLICCACHE';

const MINUTE_MS = 60_000;
const MAXIMUM_OFFLINE_DAYS = 65_535;
const MAXIMUM_LCID = 0xffff_ffff;
/** rms-client-features.md LIC-7. */
const RIGHT_NAME = /^[A-Za-z0-9._-]{1,256}$/;
/** rms-client-features.md TPL-6: both separate the parts of a descriptor. */
const UNFIT_FOR_NAME = /[:;\p{Cc}]/u;
// Line feed and tab are the only control characters that come back from XML text unchanged.
const UNFIT_FOR_DATA = /(?![\n\t])\p{Cc}/u;

/**
 * Refuses a policy that cannot be written into a licence or that nobody could use. `issuedAt` is when the licence is made;
 * without it the end of the policy is not compared with any time.
 *
 * @throws UsageError naming the bad value
 */
export function checkPolicy(policy: Policy, issuedAt?: Date): void {
  if (policy.grants.length === 0) throw new UsageError('The policy grants nothing to anybody.');
  policy.grants.forEach((grant) => {
    checkGrant(grant, issuedAt);
  });
  checkPeriod(policy, issuedAt);
  checkNames(policy.names);
  const days = policy.offlineDays;
  if (days !== undefined && !(Number.isInteger(days) && days >= 0 && days <= MAXIMUM_OFFLINE_DAYS)) {
    throw new UsageError(`The offline period must be whole days from 0 to ${MAXIMUM_OFFLINE_DAYS}, not ${days}.`);
  }
  if (policy.referral !== undefined) normalizeReferral(policy.referral);
  const data = policy.encryptedData ?? {};
  checkApplicationData(data);
  if (NO_LICENSE_CACHE in data) {
    throw new UsageError(`The encrypted application data name ${NO_LICENSE_CACHE} is reserved.`, {
      hint: 'Use an offline period of 0.',
    });
  }
}

/** A time as licences can hold it: rounded down to the whole minute. */
export function wholeMinute(time: Date): Date {
  return new Date(Math.floor(time.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The referral as licences hold it: an `https:` or `mailto:` URL; a bare address becomes the latter. @throws UsageError for anything else */
export function normalizeReferral(referral: string): string {
  if (parseUser(referral)?.kind === 'address' && !/^mailto:/i.test(referral)) return `mailto:${referral}`;
  const protocol = URL.canParse(referral) ? new URL(referral).protocol : '';
  if ((protocol === 'https:' || protocol === 'mailto:') && !/[\s\p{Cc}<>"]/u.test(referral)) return referral;
  throw new UsageError(`The referral must be an https: or mailto: URL or an address, not ${JSON.stringify(referral)}.`);
}

/** Refuses application data that a licence cannot hold, clear or encrypted. @throws UsageError naming the bad entry */
export function checkApplicationData(data: StringMap): void {
  for (const [name, value] of Object.entries(data)) {
    if (name === '' || /\p{Cc}/u.test(name)) {
      throw new UsageError(`The application data name ${JSON.stringify(name)} is empty or has control characters.`);
    }
    if (UNFIT_FOR_DATA.test(value)) {
      throw new UsageError(`The application data "${name}" has control characters other than line feed and tab.`);
    }
  }
}

/** Refuses names that cannot stand in a descriptor. @throws UsageError naming the bad value */
export function checkNames(names: readonly LocalizedName[]): void {
  const lcids = new Set<number>();
  for (const { lcid, name, description } of names) {
    if (!(Number.isInteger(lcid) && lcid > 0 && lcid <= MAXIMUM_LCID)) {
      throw new UsageError(`A language id must be a positive whole number, not ${lcid}.`);
    }
    if (lcids.has(lcid)) throw new UsageError(`There are two names for the language ${lcid}.`);
    lcids.add(lcid);
    if (name === '') throw new UsageError(`The name for the language ${lcid} is empty.`);
    for (const text of [name, description]) {
      if (!UNFIT_FOR_NAME.test(text)) continue;
      throw new UsageError(
        `A name or description must not have ":", ";" or control characters: ${JSON.stringify(text)}.`,
      );
    }
  }
}

function checkGrant(grant: Grant, issuedAt: Date | undefined): void {
  if (grant.users.length === 0) throw new UsageError('A grant names no user.');
  if (grant.rights.length === 0) throw new UsageError('A grant names no right.');
  for (const user of grant.users) {
    if (parseUser(user) !== undefined) continue;
    throw new UsageError(`${JSON.stringify(user)} is not an address, a domain, "anyone" or "owner".`);
  }
  for (const right of grant.rights) {
    if (RIGHT_NAME.test(right)) continue;
    throw new UsageError(`${JSON.stringify(right)} cannot be the name of a right.`, {
      hint: 'A right is named by up to 256 letters, digits, hyphens, underscores and dots.',
    });
  }
  checkPeriod(grant, issuedAt);
}

function checkPeriod({ validFrom, validUntil }: ValidityPeriod, issuedAt: Date | undefined): void {
  for (const time of [validFrom, validUntil]) {
    if (time !== undefined && !isWritable(time))
      throw new UsageError('The validity is not a time of the years 1 to 9999.');
  }
  if (validUntil === undefined) return;
  const start = [validFrom, issuedAt].filter((time) => time !== undefined);
  if (start.every((time) => wholeMinute(validUntil) > wholeMinute(time))) return;
  throw new UsageError(`The validity ends before it begins: ${validUntil.toISOString()}.`, {
    hint: 'Times in licences are whole minutes, UTC, rounded down.',
  });
}

function isWritable(time: Date): boolean {
  const year = time.getUTCFullYear();
  return !Number.isNaN(year) && year >= 1 && year <= 9999;
}
