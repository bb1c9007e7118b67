import { CorruptFile, UsageError } from '../errors.js';

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?Z?$/;

/** A time as licences write it: `YYYY-MM-DDThh:mm`, UTC, rounded down to the minute (`licenses.md` §2.6). */
export function formatTime(time: Date): string {
  if (!Number.isFinite(time.getTime()) || time.getUTCFullYear() < 0 || time.getUTCFullYear() > 9999)
    throw new UsageError('The time cannot be written into a licence: its year is not between 0 and 9999.');
  return time.toISOString().slice(0, 'YYYY-MM-DDThh:mm'.length);
}

/** Reads a time of a licence; seconds, their fraction and a final `Z` are tolerated. Undefined when it is none. */
export function parseTime(text: string): Date | undefined {
  const [, minutes, seconds = ':00'] = TIME.exec(text) ?? [];
  if (minutes === undefined) return undefined;
  const iso = `${minutes}${seconds}.000Z`;
  const time = new Date(iso);
  // Dates such as 30 February would otherwise roll over into the next month.
  return Number.isFinite(time.getTime()) && time.toISOString() === iso ? time : undefined;
}

/**
 * Reads a time that must be one.
 *
 * @throws CorruptFile naming `element` when it is not.
 */
export function readTime(text: string | undefined, element: string): Date {
  const time = text === undefined ? undefined : parseTime(text);
  if (time === undefined)
    throw new CorruptFile(`${element} is not a time as licences write it.`, { where: { structure: 'licence' } });
  return time;
}
