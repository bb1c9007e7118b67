import { UsageError } from '@rightsmith/core';

/** Which files of many, and how the work on them goes. Every member is the option of the same name. */
export interface ManyFilesOptions {
  readonly recursive?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly filesFrom?: string;
  readonly jobs?: number;
  readonly resume?: string;
  readonly maxErrors?: number;
  readonly failFast?: boolean;
  readonly dryRun?: boolean;
  readonly manifest?: string;
  readonly shards?: number;
}

/** The same for verbs that only read. */
export type ReadManyOptions = Pick<
  ManyFilesOptions,
  'recursive' | 'include' | 'exclude' | 'filesFrom' | 'jobs' | 'maxErrors' | 'failFast'
>;

/** Does the work of one manifest that `--manifest` wrote. */
export interface ShardJob {
  readonly verb: 'shard';
  readonly files: readonly string[];
  readonly root?: string;
  readonly resume?: string;
  readonly jobs?: number;
  readonly maxErrors?: number;
  readonly failFast?: boolean;
}

/** Threads beyond which each costs memory and helps nobody. */
const MOST_JOBS = 256;

/** @throws UsageError for a number of threads that no run can have */
export function checkJobs(jobs: number | undefined): void {
  if (jobs === undefined || (jobs >= 1 && jobs <= MOST_JOBS)) return;
  throw new UsageError(`So many threads cannot work: ${jobs}.`, { hint: `Say --jobs 1 to ${MOST_JOBS}.` });
}
