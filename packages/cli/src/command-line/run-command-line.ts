import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { systemClock, UsageError } from '@rightsmith/core';
import { isBulkJob } from '../bulk/bulk-job.js';
import { optimizeLate } from '../bulk/optimize-late.js';
import { isReadingMany, mayReadMany } from '../bulk/reading-job.js';
import { ExitTally } from '../job/exit-tally.js';
import { STANDARD_STREAM } from '../job/input.js';
import type { JobContext } from '../job/job-context.js';
import type { Job, Presentation } from '../job/job.js';
import { nextStep } from '../job/next-step.js';
import { asRightsmithError, type Outcome } from '../job/outcome.js';
import { runJob } from '../job/run-job.js';
import type { StandardStreams } from '../job/streams.js';
import { paintFor } from '../render/paint.js';
import { createProgressLine, type ProgressLine } from '../render/progress-line.js';
import { createReporter, type Printer, type Reporter } from '../render/reporter.js';
import { stderrLogger } from '../render/stderr-logger.js';
import { Wiring } from '../wiring.js';
import { askedPresentation, type CommandLine } from './command-line.js';
import { readCommandLine } from './read-command-line.js';

/** Does what the arguments after the program's name ask for, tells of it, and gives the exit code. */
export async function runCommandLine(
  argv: readonly string[],
  streams: StandardStreams,
  signal: AbortSignal,
): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(argv);
  } catch (error) {
    return fail(reporterFor(askedPresentation(argv), streams, streamPrinter(streams)), error);
  }
  if (commandLine.kind === 'job') return runParsed(commandLine, streams, signal);
  streamPrinter(streams).out(commandLine.text.trimEnd());
  return 0;
}

async function runParsed(
  commandLine: CommandLine & { readonly kind: 'job' },
  streams: StandardStreams,
  signal: AbortSignal,
): Promise<number> {
  const { job, session, presentation } = commandLine;
  const progress = showsProgress(job, presentation, streams)
    ? createProgressLine(streams.stderr, systemClock)
    : undefined;
  const printer = streamPrinter(streams, progress);
  const isForThreads = isBulkJob(job) || isReadingMany(job);
  const several = job.files.length > 1 || isForThreads || hasManyResults(job);
  const reporter = reporterFor(presentation, streams, printer, several);
  // Before a thread is started.
  if (isForThreads) optimizeLate();
  const wiring = new Wiring(session, stderrLogger(presentation, printer));
  try {
    checkStandardOutput(job, presentation);
    const outcomes = runJob(job, { wiring, streams, signal, clock: systemClock, ...watchers(progress) });
    return await report(outcomes, reporter, { stdout: streams.stdout, signal, endsUnheard: isToldOnly(job) });
  } catch (error) {
    return fail(reporter, error, job.verb);
  } finally {
    await wiring.close();
  }
}

/** Nobody knows yet how many there are. */
function hasManyResults(job: Job): boolean {
  return job.verb === 'audit show' || (job.verb === 'migrate' && job.recursive === true);
}

/** It leaves nothing but what it tells: when nobody listens any more, there is nothing left to do. */
function isToldOnly(job: Job): boolean {
  return job.verb === 'audit show' || mayReadMany(job);
}

function watchers(progress: ProgressLine | undefined): Pick<JobContext, 'watch' | 'showProgress'> {
  return progress === undefined ? {} : { watch: progress.watch, showProgress: progress.show };
}

interface ReportOptions {
  readonly stdout: Writable;
  readonly signal: AbortSignal;
  /** Whether there is nothing left to do when nobody reads any more. */
  readonly endsUnheard: boolean;
}

/** Tells the outcomes as they come. */
async function report(
  coming: AsyncIterable<Outcome>,
  reporter: Reporter,
  { stdout, signal, endsUnheard }: ReportOptions,
): Promise<number> {
  const exit = new ExitTally();
  for await (const outcome of coming) {
    // Whoever read standard output has read enough.
    if (isBrokenPipe(outcome.error?.cause)) return 0;
    reporter.report(outcome);
    exit.add(outcome);
    await drained(stdout, signal);
    if (endsUnheard && !stdout.writable) return 0;
  }
  reporter.finish();
  return exit.exitCode;
}

/** A reader that is slow must not make memory grow. What goes wrong with the stream is told by who listens to it. */
async function drained(stream: Writable, signal: AbortSignal): Promise<void> {
  if (stream.writable && stream.writableNeedDrain) await once(stream, 'drain', { signal }).catch(() => undefined);
}

/** @throws UsageError when results and JSON would both go to standard output */
function checkStandardOutput(job: Job, { json = false, ndjson = false }: Presentation): void {
  if (!(json || ndjson) || !printsContent(job)) return;
  throw new UsageError('In JSON mode standard output holds nothing but JSON, so the result cannot go there.', {
    hint: 'Name a file by -o OUT.',
  });
}

function printsContent(job: Job): boolean {
  if (job.verb === 'cat') return (job.output ?? STANDARD_STREAM) === STANDARD_STREAM;
  if (job.verb !== 'protect' && job.verb !== 'unprotect' && job.verb !== 'republish') return false;
  if (isBulkJob(job) || (job.verb === 'republish' && job.dryRun === true)) return false;
  return job.output === STANDARD_STREAM || (job.output === undefined && job.files.includes(STANDARD_STREAM));
}

/** Not where it would stand among the content that is printed on the same terminal. */
function showsProgress(job: Job, { json, ndjson, quiet }: Presentation, { stdout, stderr }: StandardStreams): boolean {
  const isWanted = ![json, ndjson, quiet].includes(true) && stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  return isWanted && !(stdout.isTTY === true && printsContent(job));
}

function reporterFor(
  presentation: Presentation,
  { stderr }: StandardStreams,
  printer: Printer,
  several = false,
): Reporter {
  return createReporter(presentation, several, printer, paintFor(presentation.color ?? 'auto', stderr));
}

function fail(reporter: Reporter, error: unknown, verb?: string): number {
  const ours = asRightsmithError(error);
  reporter.fail(ours, nextStep(ours, verb));
  return ours.exitCode;
}

function isBrokenPipe(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function streamPrinter({ stdout, stderr }: StandardStreams, progress?: ProgressLine): Printer {
  const printOn = (stream: Writable) => (lines: string) => {
    progress?.clear();
    stream.write(`${lines}\n`);
  };
  return { out: printOn(stdout), err: printOn(stderr) };
}
