import type { ReadOptions, ReadResult, ReadSummary } from './read-options.js';
import { ReadRun } from './read-run.js';

/**
 * Finds out about many files without a key, and writes nothing: one result a file, as soon as it is there, and a summary in the
 * end. Files are looked for while others are read, and none is remembered, so memory grows with the largest folder only.
 *
 * @throws what stands against the run as a whole: an engine that cannot be opened, what the input throws; Aborted
 */
export async function* readBulk(options: ReadOptions): AsyncGenerator<ReadResult, ReadSummary, void> {
  const run = new ReadRun(options);
  try {
    yield* run.results();
    return run.summary();
  } finally {
    await run.close();
  }
}
