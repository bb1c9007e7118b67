import { UsageError } from '@rightsmith/core';

const DAY_MS = 86_400_000;
const DAYS_FROM_NOW = /^(\d{1,7})d$/;
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * A time to come, such as the end of access: an ISO 8601 date (its beginning in UTC), an ISO 8601 time with its offset from UTC, or days from `now` (`30d`).
 *
 * @throws UsageError for anything else
 */
export function parseExpiry(text: string, now: number): Date {
  const days = DAYS_FROM_NOW.exec(text)?.[1];
  const end = days === undefined ? isoTime(text) : new Date(now + Number(days) * DAY_MS);
  if (end !== undefined && !Number.isNaN(end.getTime())) return end;
  throw new UsageError(`${JSON.stringify(text)} is no time.`, {
    hint: 'Give days from now (30d), a date (2031-01-31) or a time with its zone (2031-01-31T18:00Z).',
  });
}

function isoTime(text: string): Date | undefined {
  const date = ISO_TIME.exec(text)?.[1];
  if (date === undefined) return undefined;
  // JavaScript reads 30 February as 2 March.
  const midnight = new Date(`${date}T00:00Z`);
  const isRealDate = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
  return isRealDate ? new Date(text) : undefined;
}
