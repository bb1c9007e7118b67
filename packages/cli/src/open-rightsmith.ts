import { basename } from 'node:path';
import { fileSource, InternalError, systemClock } from '@rightsmith/core';
import type { FormatHandler, Logger, OpenedContent, RightsEngine } from '@rightsmith/core';
import type { JobContext } from './job/job-context.js';
import type { Job, ProtectJob, SessionOptions, UnprotectJob } from './job/job.js';
import type { ManyFilesOptions } from './job/many-files.js';
import type { Outcome } from './job/outcome.js';
import { parseJob } from './job/parse-job.js';
import { runJob } from './job/run-job.js';
import type { InspectedFile } from './verbs/inspect/inspected-outcome.js';
import { runInspect } from './verbs/inspect/run-inspect.js';
import { runProtect, type ProtectedFile } from './verbs/protect/run-protect.js';
import { runUnprotect, type UnprotectedFile } from './verbs/unprotect/run-unprotect.js';
import { Wiring } from './wiring.js';

/** How {@link openRightsmith} is opened; the members of {@link SessionOptions} are the options of the command line. */
export interface RightsmithOptions extends SessionOptions {
  /** Absent: nothing is logged. */
  readonly logger?: Logger;
  /** More formats, beside the built-in ones and those of the configuration. */
  readonly formats?: readonly FormatHandler[];
  /** How many threads work on long content, unless a call says otherwise: 1 to 64. Default 1. */
  readonly threads?: number;
}

/** How `protectFile` protects: the options of `rightsmith protect`. */
export type ProtectFileOptions = Omit<ProtectJob, 'verb' | 'files' | keyof ManyFilesOptions>;

/** How `unprotectFile` removes protection: the options of `rightsmith unprotect`. */
export type UnprotectFileOptions = Omit<UnprotectJob, 'verb' | 'files' | keyof ManyFilesOptions>;

/** How one call runs. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The ready-wired library: the built-in formats, the embedded authority, and one identity. Calls may run at the same time. */
export interface Rightsmith {
  readonly engine: RightsEngine;
  /** Writes a protected file, beside the original unless told otherwise. @throws as {@link RightsEngine.protect} */
  protectFile(file: string, options?: ProtectFileOptions, call?: CallOptions): Promise<ProtectedFile>;
  /** Writes the original, beside the protected file unless told otherwise. @throws as {@link RightsEngine.unprotect} */
  unprotectFile(file: string, options?: UnprotectFileOptions, call?: CallOptions): Promise<UnprotectedFile>;
  /** Opens protected content for reading by range or as a stream; closing it closes the file. @throws as {@link RightsEngine.open} */
  openFile(file: string, call?: CallOptions): Promise<OpenedContent>;
  /** The whole content of a protected file. @throws as {@link RightsEngine.open}; LimitReached for more than fits into one array */
  readFile(file: string, call?: CallOptions): Promise<Uint8Array>;
  /** Everything that can be known without a key. @throws as {@link RightsEngine.inspect} */
  inspectFile(file: string, call?: CallOptions): Promise<InspectedFile>;
  /** Runs a job, such as one from a JSON file: one result a file, with `ok` and, where it failed, `error`. @throws UsageError for what is no job */
  run(job: unknown, call?: CallOptions): AsyncIterable<object>;
  /** Closes the authority. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the embedded authority (made at first use) and wires an engine to it.
 *
 * @example
 * ```ts
 * const rightsmith = await openRightsmith({ as: 'alice@example.com' });
 * await rightsmith.protectFile('report.txt', { to: ['bob@example.com:VIEW'] });
 * await rightsmith.close();
 * ```
 * @throws UsageError, CannotRead, CannotWrite, CorruptFile, SignInNeeded
 */
export async function openRightsmith(options: RightsmithOptions = {}): Promise<Rightsmith> {
  const { logger, formats, threads, ...session } = options;
  const wiring = new Wiring(session, logger, { formats, threads });
  const context = ({ signal = new AbortController().signal }: CallOptions = {}): JobContext => ({
    wiring,
    streams: process,
    signal,
    clock: systemClock,
  });
  const engine = await wiring.engine().catch(async (error: unknown) => {
    await wiring.close();
    throw error;
  });
  return {
    engine,
    protectFile: (file, choices, call) =>
      only(runProtect({ verb: 'protect', files: [file], ...choices }, context(call))),
    unprotectFile: (file, choices, call) =>
      only(runUnprotect({ verb: 'unprotect', files: [file], ...choices }, context(call))),
    openFile: (file, call) => openFile(engine, file, call),
    readFile: async (file, call) => {
      const opened = await openFile(engine, file, call);
      return opened.content.read(0, opened.content.size).finally(() => opened.close());
    },
    inspectFile: (file, call) => only(runInspect({ verb: 'inspect', files: [file] }, context(call))),
    run: (job, call) => results(parseJob(job), context(call)),
    close: () => wiring.close(),
  };
}

async function openFile(engine: RightsEngine, file: string, call?: CallOptions): Promise<OpenedContent> {
  const source = fileSource(file);
  try {
    const opened = await engine.open(source, { name: basename(file), ...call });
    return { ...opened, close: () => opened.close().finally(() => source.close()) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* results(job: Job, context: JobContext): AsyncGenerator<object, void, void> {
  for await (const { result } of runJob(job, context)) yield result;
}

/** The result of a job with one file. */
async function only<Result extends object>(outcomes: AsyncIterable<Outcome<Result>>): Promise<Result> {
  for await (const outcome of outcomes) {
    if (outcome.error !== undefined) throw outcome.error;
    return outcome.result;
  }
  throw new InternalError('A job with one file had no outcome.');
}
