import { intersectPeriods, periodStateAt } from './period.js';
import type { Policy, ValidityPeriod } from './policy.js';
import { OWNER_RIGHT, allowsRight, normalizeRight } from './rights.js';
import { type Identity, isOwner, meansIdentity } from './users.js';

/** What is asked: may this identity use content under this policy now. */
export interface AccessQuestion extends ValidityPeriod {
  readonly policy: Policy;
  /** Address of the owner, from the clear part of the licence. */
  readonly owner?: string;
  readonly identity: Identity;
  readonly now: Date;
  /** The identity may open everything of this tenant. */
  readonly superUser?: boolean;
}

/** Why an answer is yes (`owner`, `super-user`, `granted`) or no. */
export type AccessReason = 'owner' | 'super-user' | 'granted' | 'no-right' | 'expired' | 'not-yet-valid';

/** The answer for all rights. */
export interface Access {
  /** Whether there is at least one right. */
  readonly granted: boolean;
  /** Upper case, in the order of the policy; OWNER stands for all. Empty when not granted. */
  readonly rights: readonly string[];
  /** Whether the identity is the owner the licence names. */
  readonly owner: boolean;
  readonly reason: AccessReason;
  /** When the first of these rights ends, UTC. */
  readonly until?: Date;
}

/** The answer for one right. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: AccessReason;
  /** When the right ends, UTC. */
  readonly until?: Date;
}

/** One right that the policy gives to the identity, with the time in which it counts. */
interface Candidate extends ValidityPeriod {
  readonly right: string;
}

/**
 * The rights of an identity by the rules of licenses.md §7.3: the owner (aliases included) and super users hold OWNER and
 * nothing expires for them; everybody else holds the union of what the policy gives to him, his groups, his domain and anyone,
 * as far as the content and the right are within their time. Whoever the policy never names learns `no-right`, not `expired`.
 *
 * The question's own period is that of the licence (`VALIDITYTIME`); it holds beside the policy's.
 */
export function evaluateAccess(question: AccessQuestion): Access {
  return answer(question, () => true);
}

/** May this identity do this, and why not. Custom rights too; OWNER allows everything. */
export function decideRight(question: AccessQuestion & { readonly right: string }): Decision {
  const { granted, reason, until } = answer(question, (held) => allowsRight([held], question.right));
  return { allowed: granted, reason, ...(until !== undefined && { until }) };
}

/** Whether an evaluated access includes a right: it is among the rights, or OWNER is. */
export function allows(access: Access, right: string): boolean {
  return allowsRight(access.rights, right);
}

function answer(question: AccessQuestion, counts: (right: string) => boolean): Access {
  const { identity, now } = question;
  const owner = question.owner !== undefined && isOwner(identity, question.owner);
  if (owner || question.superUser === true) {
    return { granted: true, rights: [OWNER_RIGHT], owner, reason: owner ? 'owner' : 'super-user' };
  }
  const candidates = candidatesOf(question).filter(({ right }) => counts(right));
  const valid = candidates.filter((candidate) => periodStateAt(candidate, now) === 'valid');
  if (valid.length === 0) return { granted: false, rights: [], owner, reason: refusal(candidates, now) };
  const until = firstEnd(valid);
  const rights = [...new Set(valid.map(({ right }) => right))];
  return { granted: true, rights, owner, reason: 'granted', ...(until !== undefined && { until }) };
}

function candidatesOf({ policy, identity, ...licensePeriod }: AccessQuestion): Candidate[] {
  return policy.grants
    .filter(({ users }) => users.some((user) => meansIdentity(user, identity)))
    .flatMap((grant) => {
      const period = intersectPeriods([licensePeriod, policy, grant]);
      return grant.rights.map((right) => ({ right: normalizeRight(right), ...period }));
    });
}

/** Why none of the candidates counts now. A right still to come is the better news. */
function refusal(candidates: readonly Candidate[], now: Date): AccessReason {
  if (candidates.length === 0) return 'no-right';
  return candidates.some((candidate) => periodStateAt(candidate, now) === 'not-yet-valid')
    ? 'not-yet-valid'
    : 'expired';
}

/** A right given twice ends with its later end; the answer changes with the first right that ends. */
function firstEnd(valid: readonly Candidate[]): Date | undefined {
  const ends = new Map<string, number>();
  for (const { right, validUntil } of valid) {
    ends.set(right, Math.max(ends.get(right) ?? 0, validUntil?.getTime() ?? Infinity));
  }
  const first = Math.min(...ends.values());
  return Number.isFinite(first) ? new Date(first) : undefined;
}
