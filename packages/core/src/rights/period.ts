import type { ValidityPeriod } from './policy.js';

/** The time that lies within all periods. */
export function intersectPeriods(periods: readonly ValidityPeriod[]): ValidityPeriod {
  const starts = periods.flatMap(({ validFrom }) => validFrom?.getTime() ?? []);
  const ends = periods.flatMap(({ validUntil }) => validUntil?.getTime() ?? []);
  return {
    ...(starts.length > 0 && { validFrom: new Date(Math.max(...starts)) }),
    ...(ends.length > 0 && { validUntil: new Date(Math.min(...ends)) }),
  };
}

/** Where a time lies. The start belongs to the period, the end does not. */
export function periodStateAt(
  { validFrom, validUntil }: ValidityPeriod,
  time: Date,
): 'valid' | 'expired' | 'not-yet-valid' {
  if (validUntil !== undefined && time >= validUntil) return 'expired';
  return validFrom !== undefined && time < validFrom ? 'not-yet-valid' : 'valid';
}
