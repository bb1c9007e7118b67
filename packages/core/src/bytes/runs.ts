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
  let ended = false;
  return {
    next: async () => {
      const index = count++;
      const run = await runs.next();
      return run === undefined || ended ? undefined : work(run, index);
    },
    cancel: () => {
      ended = true;
      runs.cancel();
    },
  };
}

/** The runs of a source, in memory of the pool where it can read into that. @throws CorruptFile when it turns out shorter than its size */
export function sourceRuns(source: ByteSource, runLength: number, pool?: RunPool): Runs {
  return mapRuns(runPlaces(source.size, runLength), (place) => readRun(source, place, runMemory(place, pool)));
}

/** Where a run lies, in bytes. */
export interface RunPlace {
  readonly offset: number;
  readonly length: number;
  /** Whether it is the last one, which is shorter than the others. */
  readonly isLast: boolean;
}

/** Where the runs of a source of `size` bytes lie. */
export function runPlaces(size: number, runLength: number): Runs<RunPlace> {
  let offset = 0;
  let ended = false;
  return {
    next: () => {
      if (ended) return Promise.resolve(undefined);
      const length = Math.min(runLength, size - offset);
      ended = length < runLength;
      const place = { offset, length, isLast: ended };
      offset += length;
      return Promise.resolve(place);
    },
    cancel: () => {
      ended = true;
    },
  };
}

/** The memory for a run, of the pool; the last one is read elsewhere, as small content must not cost memory for a whole run. */
export function runMemory({ isLast }: RunPlace, pool: RunPool | undefined): Uint8Array | undefined {
  return isLast ? undefined : pool?.take();
}

/** @throws CorruptFile when the source turns out shorter than its size */
export function readRun(
  source: ByteSource,
  { offset, length }: RunPlace,
  memory: Uint8Array | undefined,
): Promise<Uint8Array> {
  return readExactly(source, offset, length, 'content', memory);
}
