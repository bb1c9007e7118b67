import { systemClock, UsageError } from '@rightsmith/core';
import { STANDARD_STREAM } from '../job/input.js';
import type { Job, Presentation } from '../job/job.js';
import { asRightsmithError, jobExitCode, type Outcome } from '../job/outcome.js';
import { runJob } from '../job/run-job.js';
import type { StandardStreams } from '../job/streams.js';
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
  const printer = streamPrinter(streams);
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(argv);
  } catch (error) {
    return fail(createReporter(askedPresentation(argv), false, printer), error);
  }
  if (commandLine.kind === 'job') return runParsed(commandLine, streams, signal, printer);
  printer.out(commandLine.text.trimEnd());
  return 0;
}

async function runParsed(
  commandLine: CommandLine & { readonly kind: 'job' },
  streams: StandardStreams,
  signal: AbortSignal,
  printer: Printer,
): Promise<number> {
  const { job, session, presentation } = commandLine;
  const reporter = createReporter(presentation, job.files.length > 1, printer);
  const wiring = new Wiring(session, stderrLogger(presentation, printer));
  try {
    checkStandardOutput(job, presentation);
    return await report(runJob(job, { wiring, streams, signal, clock: systemClock }), reporter);
  } catch (error) {
    return fail(reporter, error);
  } finally {
    await wiring.close();
  }
}

/** Tells the outcomes as they come. */
async function report(coming: AsyncIterable<Outcome>, reporter: Reporter): Promise<number> {
  const outcomes: Outcome[] = [];
  for await (const outcome of coming) {
    // Whoever read standard output has read enough.
    if (isBrokenPipe(outcome.error?.cause)) return 0;
    reporter.report(outcome);
    outcomes.push(outcome);
  }
  reporter.finish();
  return jobExitCode(outcomes);
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
  if (job.verb !== 'protect' && job.verb !== 'unprotect') return false;
  return job.output === STANDARD_STREAM || (job.output === undefined && job.files.includes(STANDARD_STREAM));
}

function fail(reporter: Reporter, error: unknown): number {
  const ours = asRightsmithError(error);
  reporter.fail(ours);
  return ours.exitCode;
}

function isBrokenPipe(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function streamPrinter({ stdout, stderr }: StandardStreams): Printer {
  return {
    out: (lines) => void stdout.write(`${lines}\n`),
    err: (lines) => void stderr.write(`${lines}\n`),
  };
}
