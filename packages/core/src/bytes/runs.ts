import { readExactly } from './read-exactly.js';
import type { RunPool } from './run-pool.js';
import type { ByteSource } from './source.js';

/**
 * Content cut into runs: all of the same length but the last, which is shorter and may be empty.
 * Behind it `next` says `undefined`. Calls may overlap; each gets the run whose turn it is.
 */
export interface Runs<T = Uint8Array> {
  next(): Promise<T | undefined>;
  /** Ends the input early; a call of `next` that is under way settles. Idempotent. */
  cancel(): void;
}

/** The same runs, each with `work` done to it. */
export function mapRuns<T, U>(runs: Runs<T>, work: (run: T, index: number) => Promise<U>): Runs<U> {
  let count = 0;
  return {
    next: async () => {
      const index = count++;
      const run = await runs.next();
      return run === undefined ? undefined : work(run, index);
    },
    cancel: () => {
      runs.cancel();
    },
  };
}

/** The runs of a source, in memory of the pool where it can read into that. @throws CorruptFile when it turns out shorter than its size */
export function sourceRuns(source: ByteSource, runLength: number, pool?: RunPool): Runs {
  let offset = 0;
  let ended = false;
  return {
    next: async () => {
      if (ended) return undefined;
      const length = Math.min(runLength, source.size - offset);
      const from = offset;
      offset += length;
      ended = length < runLength;
      // The last run is read elsewhere: small content must not cost memory for a whole run.
      return readExactly(source, from, length, 'content', length < runLength ? undefined : pool?.take());
    },
    cancel: () => {
      ended = true;
    },
  };
}
