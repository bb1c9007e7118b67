import {
  previewBulk,
  runBulk,
  writeManifests,
  type BulkOptions,
  type BulkSummary,
  type FileResult,
} from '@rightsmith/bulk';
import { errorFromData, UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../job/input.js';
import type { JobContext } from '../job/job-context.js';
import { checkJobs } from '../job/many-files.js';
import { errorJson, type Outcome } from '../job/outcome.js';
import { visible } from '../render/visible.js';
import type { BulkEngineData } from './bulk-engine.js';
import type { BulkJob, BulkOutcome } from './bulk-job.js';
import { bulkProgressText, resultText, summaryText } from './bulk-texts.js';
import { bulkTask } from './bulk-task.js';
import { listedFiles } from './listed-files.js';

/** Works on the files of a job, in threads and with a journal where one is wanted: one outcome a file, then one for all. */
export async function* runManyFiles(
  job: BulkJob,
  context: JobContext,
): AsyncGenerator<Outcome<BulkOutcome>, void, void> {
  checkChoices(job);
  const { recursive, include, exclude, dryRun = false } = job;
  const files = [...job.files];
  if (job.filesFrom !== undefined)
    for await (const file of listedFiles(job.filesFrom, context.streams)) files.push(file);
  const options: BulkOptions = {
    ...(await commonOptions(job, context)),
    input: {
      files,
      ...(recursive !== undefined && { recursive }),
      ...(include !== undefined && { include }),
      ...(exclude !== undefined && { exclude }),
    },
    identity: { job: without(job, RUN_CHOICES), files },
  };
  if (!dryRun) return yield* bulkOutcomes(options, job);
  yield* previewOutcomes(options, job);
}

/** What a run needs besides its files. @throws UsageError */
export async function commonOptions(
  job: BulkJob,
  { wiring, clock, signal, showProgress }: JobContext,
): Promise<Omit<BulkOptions, 'input'>> {
  const { jobs, resume, failFast = false, maxErrors = failFast ? 0 : undefined, inPlace, force, output } = job;
  checkJobs(jobs);
  const data: BulkEngineData = {
    session: wiring.sessionForThreads(),
    superUser: 'superUser' in job && job.superUser,
  };
  return {
    task: bulkTask(job, clock.now()),
    output: {
      ...(inPlace !== undefined && { inPlace }),
      ...(force !== undefined && { overwrite: force }),
      ...(output !== undefined && { folder: output }),
    },
    rules: await wiring.protectionRules(),
    ...(job.verb === 'protect' && { home: await wiring.ownPlaces() }),
    engine: { url: new URL('./bulk-engine.js', import.meta.url).href, data },
    signal,
    clock,
    ...(jobs !== undefined && { jobs }),
    ...(resume !== undefined && { journal: resume }),
    ...(maxErrors !== undefined && { maxErrors }),
    ...(showProgress !== undefined && {
      progress: (progress) => {
        showProgress(bulkProgressText(progress));
      },
    }),
  };
}

/** Outcomes of a run. */
export async function* bulkOutcomes(
  options: BulkOptions,
  { verb }: Pick<BulkJob, 'verb'>,
): AsyncGenerator<Outcome<BulkOutcome>, void, void> {
  yield summaryOutcome(yield* told(runBulk(options)), verb);
}

async function* previewOutcomes(options: BulkOptions, job: BulkJob): AsyncGenerator<Outcome<BulkOutcome>, void, void> {
  if (job.manifest !== undefined) {
    const { makePlan } = await import('@rightsmith/bulk');
    const manifest = {
      folder: process.cwd(),
      entries: await makePlan(options),
      job: without(job, RUN_CHOICES, FILE_CHOICES, PLAN_CHOICES),
    };
    for (const path of await writeManifests(job.manifest, job.shards ?? 1, manifest)) {
      yield {
        result: { file: path, action: job.verb, ok: true, status: 'planned' },
        text: `Wrote ${visible(path)}`,
        warnings: [],
      };
    }
    return;
  }
  yield summaryOutcome(yield* told(previewBulk(options)), job.verb);
}

async function* told(
  results: AsyncGenerator<FileResult, BulkSummary, void>,
): AsyncGenerator<Outcome<BulkOutcome>, BulkSummary, void> {
  try {
    for (;;) {
      const next = await results.next();
      if (next.done === true) return next.value;
      yield outcomeOf(next.value);
    }
  } finally {
    // Whoever stops listening stops the run.
    await results.return(undefined as never);
  }
}

function outcomeOf(result: FileResult): Outcome<BulkOutcome> {
  const { file, error: data, warnings = [] } = result;
  if (data === undefined) return { result, text: resultText(result), warnings };
  const error = errorFromData(data);
  return { result: { ...result, error: errorJson(error) }, text: '', warnings, error, file };
}

function summaryOutcome(summary: BulkSummary, verb: BulkJob['verb']): Outcome<BulkOutcome> {
  return { result: { summary }, text: summaryText(summary, verb), warnings: [], isSummary: true };
}

function checkChoices(job: BulkJob): void {
  const { files, output, filename, inPlace = false, manifest, shards, dryRun = false } = job;
  if (files.includes(STANDARD_STREAM) || output === STANDARD_STREAM || filename !== undefined) {
    throw new UsageError('Standard input and output are for one file, not for many.', {
      hint: 'Name files and folders, or a list of files by --files-from.',
    });
  }
  if (inPlace && output !== undefined) throw new UsageError('--in-place and --output exclude each other.');
  if (manifest !== undefined && !dryRun)
    throw new UsageError('--manifest is for a dry run.', { hint: 'Add --dry-run.' });
  if (shards !== undefined && (manifest === undefined || shards < 1 || shards > MOST_SHARDS)) {
    throw new UsageError('--shards says how many manifests there are to be.', {
      hint: `Say --manifest DIR --shards N, N from 1 to ${MOST_SHARDS}.`,
    });
  }
}

/** As many as names of four digits can tell apart. */
const MOST_SHARDS = 9999;

/** How the work goes, which may be different when it is continued. */
const RUN_CHOICES: readonly string[] = ['jobs', 'resume', 'maxErrors', 'failFast'];
const FILE_CHOICES: readonly string[] = ['files', 'recursive', 'include', 'exclude', 'filesFrom'];
const PLAN_CHOICES: readonly string[] = ['dryRun', 'manifest', 'shards'];

/** A job without these of its members, as plain JSON. */
function without(job: BulkJob, ...choices: readonly (readonly string[])[]): object {
  return Object.fromEntries(Object.entries(job).filter(([name]) => !choices.flat().includes(name)));
}
