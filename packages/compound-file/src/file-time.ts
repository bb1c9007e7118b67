/** Milliseconds from 1601-01-01, where FILETIME begins, to 1970-01-01. */
const EPOCH_DIFFERENCE_MS = 11_644_473_600_000n;

/** FILETIME counts tenths of a microsecond. */
const TICKS_PER_MS = 10_000n;

/** A FILETIME as a date, cut to the millisecond; undefined when zero. */
export function readFileTime(ticks: bigint): Date | undefined {
  return ticks === 0n ? undefined : new Date(Number(ticks / TICKS_PER_MS - EPOCH_DIFFERENCE_MS));
}

/** A date as FILETIME; negative for one before 1601, which the format cannot hold. */
export function writeFileTime(date: Date | undefined): bigint {
  return date === undefined ? 0n : (BigInt(date.getTime()) + EPOCH_DIFFERENCE_MS) * TICKS_PER_MS;
}
