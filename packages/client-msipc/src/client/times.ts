import { NotSupportedByClient, wholeMinute, type Grant, type ValidityPeriod } from '@rightsmith/core';
import type { Term } from '../thread/messages.js';

/** Milliseconds from 1601 to 1970. */
const EPOCH_MS = 11_644_473_600_000n;
const TICKS_PER_MS = 10_000n;

/** The period of the content, UTC, as the library has it. @throws NotSupportedByClient for a beginning without an end: it takes a duration */
export function termOf({ validFrom, validUntil }: ValidityPeriod, now: Date): Term | undefined {
  if (validUntil === undefined) {
    if (validFrom === undefined) return undefined;
    throw new NotSupportedByClient('The RMS Client cannot say when content begins without saying when it ends.', {
      hint: 'Give the policy an end too.',
    });
  }
  const start = ticks(wholeMinute(validFrom ?? now));
  return { start, duration: ticks(wholeMinute(validUntil)) - start };
}

export function periodOf(term: Term | undefined): ValidityPeriod {
  if (term === undefined) return {};
  return { validFrom: fromTicks(term.start), validUntil: fromTicks(term.start + term.duration) };
}

/** The library has one period for the whole content. @throws NotSupportedByClient where grants have their own */
export function commonPeriod(policy: ValidityPeriod, grants: readonly Grant[]): ValidityPeriod {
  const own = grants.filter(({ validFrom, validUntil }) => validFrom !== undefined || validUntil !== undefined);
  if (own.length === 0) return policy;
  const hasNone = policy.validFrom === undefined && policy.validUntil === undefined;
  const spelled = new Set(grants.map(({ validFrom, validUntil }) => `${Number(validFrom)}/${Number(validUntil)}`));
  const [first] = own;
  if (hasNone && spelled.size === 1 && first !== undefined) return first;
  throw new NotSupportedByClient('The RMS Client has one period for the whole content, not one for each right.', {
    hint: 'Give the policy the period instead.',
  });
}

function ticks(time: Date): bigint {
  return (BigInt(time.getTime()) + EPOCH_MS) * TICKS_PER_MS;
}

function fromTicks(time: bigint): Date {
  return new Date(Number(time / TICKS_PER_MS - EPOCH_MS));
}
