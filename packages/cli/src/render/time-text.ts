const MINUTE_MS = 60_000;

/** Units of distance in time, the largest first; in minutes. */
const UNITS: readonly (readonly [string, number])[] = [
  ['year', 525_600],
  ['month', 43_200],
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
];

/** Minutes that local time is ahead of UTC at a time. */
export type ZoneOffset = (time: Date) => number;

const localOffset: ZoneOffset = (time) => -time.getTimezoneOffset();

/** A time as a person reads it, local and relative: `2026-09-01 12:15 +02:00 (3 days ago)`. */
export function timeText(isoTime: string, now: number, zoneOffset: ZoneOffset = localOffset): string {
  const time = new Date(isoTime);
  const offset = zoneOffset(time);
  const local = new Date(time.getTime() + offset * MINUTE_MS).toISOString();
  return `${local.slice(0, -8).replace('T', ' ')} ${offsetText(offset)} (${distanceText(time.getTime() - now)})`;
}

function offsetText(offset: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function distanceText(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE_MS);
  const [unit, length] = UNITS.find(([, unitLength]) => minutes >= unitLength) ?? ['minute', 1];
  const count = Math.floor(minutes / length);
  if (count === 0) return 'now';
  const amount = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return milliseconds < 0 ? `${amount} ago` : `in ${amount}`;
}
