import { statSync } from 'node:fs';
import type { ReadSummary } from '@rightsmith/bulk';
import { UsageError } from '@rightsmith/core';
import type { InspectJob, Job, StatusJob, VerifyJob } from '../job/job.js';
import type { ReadManyOptions } from '../job/many-files.js';
import type { InsideCounts } from '../verbs/inspect/inside-json.js';
import { isGlob, mayBeMany } from './bulk-job.js';

/** A job that only reads its files, which may be many. */
export type ReadingJob = InspectJob | StatusJob | VerifyJob;

/** What `--json` prints after the last file: counts, and those of the files inside where they were looked at. */
export interface ReadingSummary extends ReadSummary {
  readonly inside?: Omit<InsideCounts, 'limited'>;
}

/** Options that only make sense for many files. */
const MANY = [
  'include',
  'exclude',
  'filesFrom',
  'jobs',
  'maxErrors',
  'failFast',
] as const satisfies readonly (keyof ReadManyOptions)[];

/** Whether the verb is one that reads files and needs no key. */
export function mayReadMany(job: Job): job is ReadingJob {
  return job.verb === 'inspect' || job.verb === 'status' || job.verb === 'verify';
}

/**
 * Whether the work is that of `@rightsmith/bulk`: an option says so, a name is a pattern, or folders are to be looked through.
 * `inspect -r` of files that are no folders looks into them one by one.
 */
export function isReadingMany(job: Job): job is ReadingJob {
  if (!mayReadMany(job)) return false;
  if (MANY.some((name) => job[name] !== undefined) || job.files.some(isGlob)) return true;
  return job.recursive === true && (job.verb !== 'inspect' || job.files.some(isFolder));
}

/** Whether it looks into files, at those inside. */
export function looksInside(job: ReadingJob): boolean {
  return job.verb === 'inspect' && job.recursive === true && job.foldersOnly !== true;
}

/** @throws UsageError where a job that may get its files from a list names neither files nor a list */
export function checkFilesNamed(job: Job): void {
  if (!(mayBeMany(job) || mayReadMany(job)) || job.files.length > 0 || job.filesFrom !== undefined) return;
  throw new UsageError(`There is no file to ${ASKED[job.verb] ?? job.verb}.`, {
    hint: 'Name files, or a list of them by --files-from.',
  });
}

/** Verbs of ours that are none of the language. */
const ASKED: Readonly<Record<string, string>> = { status: 'ask about' };

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    // Opening it will tell why.
    return false;
  }
}
