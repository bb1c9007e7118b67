import type { BulkProgress } from '../options.js';

/** What progress is worked out from. */
export type ProgressFacts = Omit<BulkProgress, 'remainingMs'>;

/** Bytes that take about as long as what every file costs besides. */
const FILE_WORTH = 512 * 1024;

/** Before so much time nobody can know how long the rest takes. */
const ESTIMATED_AFTER_MS = 2000;

/** The progress with an estimate of the time that is left, by files and bytes together. */
export function progressOf(facts: ProgressFacts): BulkProgress {
  const bytesDone = Math.min(facts.bytes, facts.bytesDone);
  const all = facts.files * FILE_WORTH + facts.bytes;
  const done = facts.filesDone * FILE_WORTH + bytesDone;
  const isKnown = facts.elapsedMs >= ESTIMATED_AFTER_MS && done > 0;
  return {
    ...facts,
    bytesDone,
    ...(isKnown && { remainingMs: Math.round((facts.elapsedMs * (all - done)) / done) }),
  };
}
