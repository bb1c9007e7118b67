import type { CustomPolicy, Policy } from './policy.js';
import { OWNER_RIGHT } from './rights.js';
import { foldAddress } from './users.js';

/** What becomes of a policy: a member that is absent stays as it was, `null` takes it away. */
export type PolicyChange = { readonly [Member in keyof CustomPolicy]?: CustomPolicy[Member] | null };

/** What a policy is made of; a template has more. */
const MEMBERS = [
  'names',
  'grants',
  'validFrom',
  'validUntil',
  'offlineDays',
  'referral',
  'encryptedData',
  'grantOwner',
] as const satisfies readonly (keyof CustomPolicy)[];

/** The policy after a change. Names and grants that are taken away are empty. */
export function changePolicy(before: Policy, change: PolicyChange): CustomPolicy {
  const members: Partial<Record<keyof CustomPolicy, unknown>> = { names: [], grants: [] };
  const old: PolicyChange = before;
  for (const member of MEMBERS) {
    const value = change[member] === undefined ? old[member] : change[member];
    if (value !== undefined && value !== null) members[member] = value;
  }
  // Each member was taken from a policy or from a change to one, so each has its type.
  return members as CustomPolicy;
}

/** What is written for a custom policy: with the owner's right to everything, unless it says that he gets none. */
export function withOwnerGrant({ grantOwner = true, ...policy }: CustomPolicy): Policy {
  const isThere = policy.grants.some(
    ({ users, rights }) => users.some((user) => foldAddress(user) === 'owner') && rights.includes(OWNER_RIGHT),
  );
  if (isThere || !grantOwner) return policy;
  return { ...policy, grants: [...policy.grants, { users: ['owner'], rights: [OWNER_RIGHT] }] };
}

/** Whether a change changes anything. */
export function changesPolicy(change: PolicyChange): boolean {
  return MEMBERS.some((member) => change[member] !== undefined);
}
