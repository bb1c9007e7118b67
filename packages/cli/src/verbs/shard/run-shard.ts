import { resolve } from 'node:path';
import { readManifest } from '@rightsmith/bulk';
import { UsageError } from '@rightsmith/core';
import { mayBeMany, type BulkJob, type BulkOutcome } from '../../bulk/bulk-job.js';
import { bulkOutcomes, commonOptions } from '../../bulk/run-many-files.js';
import type { JobContext } from '../../job/job-context.js';
import type { ShardJob } from '../../job/many-files.js';
import type { Outcome } from '../../job/outcome.js';
import { parseJob } from '../../job/parse-job.js';

/** Works on the files of a manifest. Results of files that an earlier run finished are told again. */
export async function* runShard(
  { files, root, ...run }: ShardJob,
  context: JobContext,
): AsyncGenerator<Outcome<BulkOutcome>, void, void> {
  const [path = ''] = files;
  const { folder, entries, job } = readManifest(path);
  const manifest = { folder: root === undefined ? folder : resolve(root), entries };
  const bulkJob: BulkJob = { resume: `${path}.journal`, ...run, ...checkedJob(job, path), files: [] };
  const options = {
    ...(await commonOptions(bulkJob, context)),
    input: { files: [] },
    manifest,
    identity: { job, manifest },
    repeatResults: true,
  };
  yield* bulkOutcomes(options, bulkJob);
}

function checkedJob(value: unknown, path: string): BulkJob {
  // A job names files; those of the manifest stand in for them.
  const job = parseJob({ ...(value as object), files: [path] });
  if (mayBeMany(job)) return job;
  throw new UsageError('The manifest is for another verb.', { where: { file: path } });
}
