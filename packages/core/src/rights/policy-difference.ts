import type { JsonValue } from '../types.js';
import { intersectPeriods } from './period.js';
import type { Policy, ValidityPeriod } from './policy.js';
import { normalizeRight } from './rights.js';
import { foldAddress } from './users.js';

/** One right of one user, with the time in which it counts: ISO 8601, UTC; absent: open. */
export interface GrantedRight {
  readonly user: string;
  /** Upper case. */
  readonly right: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** A member of a policy that is not the same in both; absent where one of them lacks it. */
export interface ChangedMember {
  readonly member: 'names' | 'offlineDays' | 'referral' | 'encryptedData';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** How two policies differ; plain JSON. */
export interface PolicyDifference {
  /** Whether they say the same. */
  readonly same: boolean;
  /** Rights that only the second policy gives. */
  readonly added: readonly GrantedRight[];
  /** Rights that only the first one gives. */
  readonly removed: readonly GrantedRight[];
  /** Rights that both give, for another time: as they are in the second. */
  readonly retimed: readonly GrantedRight[];
  readonly changed: readonly ChangedMember[];
}

/** What a policy gives, a right of a user at a time, with the period of the whole policy worked in; in its order, none twice. */
export function grantedRights(policy: Policy): readonly GrantedRight[] {
  const found = new Map<string, GrantedRight>();
  for (const { users, rights, ...period } of policy.grants) {
    const times = timesOf(intersectPeriods([policy, period]));
    for (const user of users.map(foldAddress)) {
      for (const right of rights.map(normalizeRight)) {
        const entry = { user, right, ...times };
        found.set(JSON.stringify(entry), entry);
      }
    }
  }
  return [...found.values()];
}

/** How the second policy differs from the first. Letter case of addresses and rights, and the order of grants, make no difference. */
export function policyDifference(before: Policy, after: Policy): PolicyDifference {
  const [old, now] = [byRight(grantedRights(before)), byRight(grantedRights(after))];
  const added = [...now].flatMap(([key, entries]) => (old.has(key) ? [] : entries));
  const removed = [...old].flatMap(([key, entries]) => (now.has(key) ? [] : entries));
  const retimed = [...now].flatMap(([key, entries]) => {
    const others = old.get(key);
    return others === undefined || sameTimes(entries, others) ? [] : entries;
  });
  const changed = MEMBERS.flatMap((member) => changedMember(member, before, after));
  const same = added.length + removed.length + retimed.length + changed.length === 0;
  return { same, added, removed, retimed, changed };
}

const MEMBERS: readonly ChangedMember['member'][] = ['names', 'offlineDays', 'referral', 'encryptedData'];

function changedMember(member: ChangedMember['member'], before: Policy, after: Policy): ChangedMember[] {
  const [old, now] = [memberJson(before, member), memberJson(after, member)];
  if (JSON.stringify(sorted(old)) === JSON.stringify(sorted(now))) return [];
  return [{ member, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }];
}

/** Undefined for what is empty too: it says the same. */
function memberJson(policy: Policy, member: ChangedMember['member']): JsonValue | undefined {
  const value = policy[member];
  const isEmpty = typeof value === 'object' && Object.keys(value).length === 0;
  return value === undefined || isEmpty ? undefined : (JSON.parse(JSON.stringify(value)) as JsonValue);
}

/** Names come in any order of languages, data in any order of names. */
function sorted(value: JsonValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.values(Object.entries(value))
    .map((entry) => JSON.stringify(Array.isArray(value) ? entry[1] : entry))
    .sort();
}

/** A user may have one right for several times. */
function byRight(rights: readonly GrantedRight[]): ReadonlyMap<string, readonly GrantedRight[]> {
  const groups = new Map<string, GrantedRight[]>();
  for (const entry of rights) {
    const key = JSON.stringify([entry.user, entry.right]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}

function sameTimes(one: readonly GrantedRight[], other: readonly GrantedRight[]): boolean {
  const times = (entries: readonly GrantedRight[]): string =>
    entries
      .map((entry) => JSON.stringify(entry))
      .sort()
      .join();
  return times(one) === times(other);
}

function timesOf({ validFrom, validUntil }: ValidityPeriod): Pick<GrantedRight, 'validFrom' | 'validUntil'> {
  return {
    ...(validFrom !== undefined && { validFrom: validFrom.toISOString() }),
    ...(validUntil !== undefined && { validUntil: validUntil.toISOString() }),
  };
}
