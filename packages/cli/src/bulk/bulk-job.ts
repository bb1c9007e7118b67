import { existsSync } from 'node:fs';
import type { BulkSummary, FileResult } from '@rightsmith/bulk';
import type { Job, ProtectJob, RepublishJob, UnprotectJob } from '../job/job.js';
import type { ManyFilesOptions } from '../job/many-files.js';

/** What `--json` prints of a file among many, and after the last. */
export type BulkOutcome = FileResult | { readonly summary: BulkSummary };

/** A job whose files may be many. */
export type BulkJob = ProtectJob | UnprotectJob | RepublishJob;

/** Options that only make sense for many files; a dry run of republish tells about policies otherwise. */
const MANY = [
  'recursive',
  'include',
  'exclude',
  'filesFrom',
  'jobs',
  'resume',
  'maxErrors',
  'failFast',
  'manifest',
  'shards',
] as const satisfies readonly (keyof ManyFilesOptions)[];

/** Whether the work is that of `@rightsmith/bulk`: an option says so, or a name is a pattern. */
export function isBulkJob(job: Job): boolean {
  if (job.verb === 'shard') return true;
  if (!mayBeMany(job)) return false;
  if (job.dryRun === true && job.verb !== 'republish') return true;
  return MANY.some((name) => job[name] !== undefined) || job.files.some(isGlob);
}

/** Whether the verb is one for many files. */
export function mayBeMany(job: Job): job is BulkJob {
  return job.verb === 'protect' || job.verb === 'unprotect' || job.verb === 'republish';
}

/** Whether a name is a pattern, as shells leave it where nothing expands it. */
export function isGlob(file: string): boolean {
  return /[*?[{]/.test(file) && !existsSync(file);
}
