import { readBulk, type ReadInput, type ReadOptions, type ReadResult } from '@rightsmith/bulk';
import { UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../job/input.js';
import type { JobContext } from '../job/job-context.js';
import { checkJobs } from '../job/many-files.js';
import { failedOutcome, type Outcome } from '../job/outcome.js';
import { countInside } from '../verbs/inspect/inside-json.js';
import { inspectedOutcome } from '../verbs/inspect/inspected-outcome.js';
import { statusOutcome } from '../verbs/status/status-outcome.js';
import { verifiedOutcome } from '../verbs/verify/verified-outcome.js';
import type { BulkEngineData } from './bulk-engine.js';
import { listedFiles } from './listed-files.js';
import { looksInside, type ReadingJob, type ReadingSummary } from './reading-job.js';
import { readingProgressText, readingSummaryText } from './reading-texts.js';

/** Finds out about the files of a job in threads: one outcome a file, then one for all. */
export async function* runReading(job: ReadingJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const results = readBulk(readOptions(job, context));
  const inside = { files: 0, protected: 0, unreadable: 0 };
  try {
    for (;;) {
      const next = await results.next();
      if (next.done === true) {
        const summary: ReadingSummary = { ...next.value, ...(looksInside(job) && { inside }) };
        return yield { result: { summary }, text: readingSummaryText(summary), warnings: [], isSummary: true };
      }
      addInside(inside, next.value);
      yield outcomeOf(next.value, job, context.clock.now());
    }
  } finally {
    // Whoever stops listening stops the run, and a list that is still being written is not waited for.
    await results.return(undefined as never);
    if (job.filesFrom === STANDARD_STREAM) context.streams.stdin.destroy();
  }
}

/** @throws UsageError */
function readOptions(job: ReadingJob, { wiring, streams, signal, showProgress }: JobContext): ReadOptions {
  checkChoices(job);
  const { recursive, include, exclude, jobs, failFast = false, maxErrors = failFast ? 0 : undefined } = job;
  const data: BulkEngineData = { session: wiring.sessionForThreads(), superUser: false };
  const input: ReadInput = {
    files: namedFiles(job, streams),
    ...(recursive !== undefined && { recursive }),
    ...(include !== undefined && { include }),
    ...(exclude !== undefined && { exclude }),
  };
  return {
    task: job.verb === 'verify' ? { verb: 'verify' } : { verb: 'inspect', inside: looksInside(job) },
    input,
    engine: { url: new URL('./bulk-engine.js', import.meta.url).href, data },
    signal,
    ...(jobs !== undefined && { jobs }),
    ...(maxErrors !== undefined && { maxErrors }),
    ...(showProgress !== undefined && {
      progress: (progress) => {
        showProgress(readingProgressText(progress));
      },
    }),
  };
}

function checkChoices(job: ReadingJob): void {
  if (job.files.includes(STANDARD_STREAM) || job.filename !== undefined) {
    throw new UsageError('Standard input is for one file, not for many.', {
      hint: 'Name files and folders, or a list of files by --files-from.',
    });
  }
  checkJobs(job.jobs);
  if (job.verb === 'inspect' && (job.license !== undefined || job.trace === true)) {
    throw new UsageError('--license and --trace are for files that are named one by one.', {
      hint: 'Leave out folders, patterns and the options for many files.',
    });
  }
}

async function* namedFiles(
  { files, filesFrom }: ReadingJob,
  streams: JobContext['streams'],
): AsyncGenerator<string, void, void> {
  yield* files;
  if (filesFrom !== undefined) yield* listedFiles(filesFrom, streams);
}

function outcomeOf(result: ReadResult, { verb }: ReadingJob, now: number): Outcome {
  const { file } = result;
  switch (result.status) {
    case 'inspected':
      return verb === 'status' ? statusOutcome(file, result.facts) : inspectedOutcome(file, result, now);
    case 'verified':
      return verifiedOutcome(file, result.report);
    case 'failed':
      return result.report === undefined ? failedOutcome(file, result.error) : verifiedOutcome(file, result.report);
    case 'skipped':
      return {
        result: { file, action: verb, ok: true, status: 'skipped', reason: result.reason },
        text: '',
        warnings: [],
      };
  }
}

function addInside(counts: { files: number; protected: number; unreadable: number }, result: ReadResult): void {
  if (result.status !== 'inspected' || result.insides === undefined) return;
  const { files, unreadable, ...inside } = countInside(result.insides);
  counts.files += files;
  counts.protected += inside.protected;
  counts.unreadable += unreadable;
}
