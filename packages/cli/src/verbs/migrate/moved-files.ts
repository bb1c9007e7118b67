import { resolve, sep } from 'node:path';
import type { MigrateJob } from '../../job/migrate-job.js';
import { originalsFolder } from './migration-journal.js';

/** The files of a job; with `recursive` those in folders too, but for what the move itself keeps there. @throws Aborted */
export async function movedFiles(job: MigrateJob, signal: AbortSignal): Promise<readonly string[]> {
  const { files, recursive = false, include, exclude, journal } = job;
  if (!recursive) return files;
  // Single files need no plan.
  const { makePlan } = await import('@rightsmith/bulk');
  const plan = await makePlan({
    task: { verb: 'republish', request: {} },
    input: {
      files,
      recursive,
      ...(include !== undefined && { include }),
      ...(exclude !== undefined && { exclude }),
    },
    ...(journal !== undefined && { journal }),
    signal,
  });
  const kept = journal === undefined ? undefined : resolve(originalsFolder(journal)) + sep;
  return plan
    .filter(({ file, skip }) => skip === undefined && (kept === undefined || !resolve(file).startsWith(kept)))
    .map(({ file }) => file);
}
