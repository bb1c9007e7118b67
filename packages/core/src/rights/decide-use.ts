import { type AccessQuestion, type AccessReason, decideRight, evaluateAccess } from './evaluate.js';
import type { Policy } from './policy.js';

/** How long a use licence may be kept where the policy does not say; licenses.md §8.3. */
export const DEFAULT_OFFLINE_DAYS = 30;

const DAY_MS = 86_400_000;

/** What is asked: may this identity do this at some time, with or without the service. */
export interface UseQuestion extends AccessQuestion {
  readonly right: string;
  /** When it is to be done; absent: now. */
  readonly at?: Date;
  /** Whether it is to be done without the service, by a use licence acquired now. Default false. */
  readonly offline?: boolean;
}

/** Why an answer is yes or no; the last two only where the service is not asked. */
export type UseReason = AccessReason | 'needs-service' | 'offline-period-over';

/** The answer. */
export interface UseDecision {
  readonly allowed: boolean;
  readonly reason: UseReason;
  /** When it ends, UTC. */
  readonly until?: Date;
}

/** Days for which a use licence may be kept; owners and super users are not bound by the policy (rms-client-features.md RGT-5). */
export function offlineDaysFor({ offlineDays }: Policy, reason: string): number {
  return (reason === 'granted' ? offlineDays : undefined) ?? DEFAULT_OFFLINE_DAYS;
}

/** May this identity do this then, and why not; licenses.md §7.3, rms-client-features.md OFF-2. */
export function decideUse({ at, offline = false, ...question }: UseQuestion): UseDecision {
  const then = decideRight({ ...question, now: at ?? question.now });
  if (!offline || !then.allowed) return then;
  // A use licence acquired now has no right that begins later.
  const now = decideRight(question);
  if (!now.allowed) return now;
  const acquired = evaluateAccess(question);
  const days = offlineDaysFor(question.policy, acquired.reason);
  if (days === 0) return { allowed: false, reason: 'needs-service' };
  const end = new Date(question.now.getTime() + days * DAY_MS);
  const until = acquired.until !== undefined && acquired.until < end ? acquired.until : end;
  if ((at ?? question.now) >= until) return { allowed: false, reason: 'offline-period-over' };
  return { ...then, until };
}
