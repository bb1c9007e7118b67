import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Aborted, errorFromData, InternalError, systemClock, type ErrorCode, type ErrorData } from '@rightsmith/core';
import type { BulkOptions, BulkSummary, FileResult } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import { FILES_AT_ONCE, FILES_PER_THREAD } from '../pool/amounts.js';
import type { FileAnswer, PreparedFile } from '../pool/messages.js';
import { Pace } from '../pool/pace.js';
import { WorkerPool } from '../pool/worker-pool.js';
import { progressOf } from '../report/progress.js';
import { Tally } from '../report/tally.js';
import { FileSteps, type ReadyFile } from './file-steps.js';
import type { OpenRun } from './open-run.js';
import { Queue, type Batch } from './queue.js';
import { Wakeup } from './wakeup.js';

/** How often progress is told, in milliseconds. */
const PROGRESS_EVERY = 200;

/** How often a service may ask to slow down because of one file. */
const MOST_ATTEMPTS = 8;

/** What stands against one file stands against all of them. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set(['SignInNeeded', 'TemplateNotFound', 'TemplateArchived']);

/** A run at work. */
export class BulkRun {
  readonly #run: OpenRun;
  readonly #options: BulkOptions;
  readonly #steps: FileSteps;
  readonly #queue: Queue;
  readonly #pool: WorkerPool | undefined;
  readonly #pace: Pace;
  readonly #tally = new Tally();
  readonly #wakeup = new Wakeup();
  readonly #ready: FileResult[] = [];
  readonly #attempts = new Map<number, number>();
  readonly #start = performance.now();
  readonly #bytes: number;
  /** Why no more files are begun. */
  #ended: Error | 'errors' | undefined;

  constructor(run: OpenRun, options: BulkOptions, dryRun: boolean) {
    this.#run = run;
    this.#options = options;
    this.#steps = new FileSteps(run, options);
    const waiting = run.entries.filter(({ n, skip }) => skip === undefined && !run.finished.has(n));
    this.#bytes = waiting.reduce((sum, { size }) => sum + size, 0);
    const threads = Math.max(1, Math.min(options.jobs ?? availableParallelism(), waiting.length));
    const { task, engine, output: { inPlace = false, overwrite = false } = {} } = options;
    this.#queue = new Queue(waiting, Math.max(1, options.jobs ?? availableParallelism()));
    const { clock = systemClock, maxErrors = Infinity } = options;
    this.#pace = new Pace(threads * FILES_PER_THREAD, clock, threads * FILES_AT_ONCE);
    this.#pool =
      waiting.length === 0
        ? undefined
        : new WorkerPool({ task, engine, inPlace, overwrite, dryRun, maxErrors }, threads);
  }

  /** Results of files as they come. @throws as `runBulk` */
  async *results(): AsyncGenerator<FileResult, void, void> {
    const { signal, progress } = this.#options;
    const onAbort = (): void => {
      this.#end(new Aborted(undefined, { cause: signal?.reason }));
      this.#pool?.abort();
    };
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) onAbort();
    const telling =
      progress === undefined
        ? undefined
        : setInterval(() => {
            this.#tell(progress);
          }, PROGRESS_EVERY);
    try {
      yield* this.#earlier();
      yield* this.#loop();
    } finally {
      clearInterval(telling);
      signal?.removeEventListener('abort', onAbort);
      // A consumer that stops early does not stop what is under way.
      this.#end('errors');
      while (this.#queue.underWay > 0) await this.#wakeup.sleep();
    }
    if (this.#ended instanceof Error) throw this.#ended;
  }

  summary(): BulkSummary {
    return this.#tally.summary(this.#run.entries.length, performance.now() - this.#start);
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  /** What was left alone when the plan was made, and what earlier runs finished. */
  *#earlier(): Generator<FileResult, void, void> {
    for (const entry of this.#run.entries) {
      const finished = this.#run.finished.get(entry.n);
      const result = finished ?? (entry.skip === undefined ? undefined : this.#skipped(entry));
      if (result === undefined) continue;
      this.#tally.add(result, entry.size);
      if (finished === undefined || this.#options.repeatResults === true) yield result;
    }
  }

  #skipped({ file, skip }: PlanEntry): FileResult {
    const action = this.#options.task.verb;
    return { file, action, ok: true, status: 'skipped', ...(skip !== undefined && { reason: skip }) };
  }

  async *#loop(): AsyncGenerator<FileResult, void, void> {
    for (;;) {
      const waitMs = this.#begin();
      if (this.#ready.length > 0) for (const result of this.#ready.splice(0)) yield result;
      else if (this.#queue.underWay > 0 || waitMs !== undefined) await this.#wakeup.sleep(waitMs);
      else return;
    }
  }

  /** Begins as many files as there is room for. Returns after how many milliseconds to try again, if it is a matter of time. */
  #begin(): number | undefined {
    while (this.#ended === undefined && !this.#queue.isEmpty) {
      const { waitMs } = this.#pace;
      if (waitMs > 0) return waitMs;
      const next = this.#queue.take(this.#pace.limit);
      if (next === undefined) return undefined;
      void this.#work(next);
    }
    return undefined;
  }

  /** Works on files to their end. Never throws. */
  async #work({ entries, threads }: Batch): Promise<void> {
    let again: ReadonlySet<PlanEntry> = new Set();
    try {
      const open: PlanEntry[] = [];
      for (const entry of entries) {
        const result = await this.#steps.recover(entry);
        if (result === undefined) open.push(entry);
        else this.#add(entry, result);
      }
      again = await this.#attempt({ entries: open, threads });
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
    for (const entry of entries) this.#queue.give(entry, this.#ended === undefined && again.has(entry));
    this.#wakeup.call();
  }

  /** Returns the files that are to be begun once more, by this run or one that continues it. */
  async #attempt({ entries, threads }: Batch): Promise<ReadonlySet<PlanEntry>> {
    if (this.#pool === undefined) throw new InternalError('There are no threads.');
    const orders = await Promise.all(entries.map((entry) => this.#steps.order(entry, threads)));
    const answers = await this.#pool.run(orders);
    const ready: ReadyFile[] = [];
    const again = new Set<PlanEntry>();
    for (const [index, entry] of entries.entries()) {
      const answer = answers[index] ?? { kind: 'later' };
      if (answer.kind === 'prepared') ready.push({ entry, answer });
      else if (this.#isForLater(entry, answer)) again.add(entry);
      else this.#add(entry, this.#steps.settled(entry, factsOf(answer)));
    }
    for (const [entry, result] of await this.#steps.place(ready)) {
      this.#pace.succeeded();
      this.#add(entry, result);
    }
    return again;
  }

  #isForLater(entry: PlanEntry, answer: FileAnswer): boolean {
    if (answer.kind === 'unusable') this.#end(errorFromData(answer.error));
    // Threads know of failures before their answers are here.
    if (answer.kind === 'later') this.#endWithTooManyFailed(this.#pool?.failed ?? 0);
    if (answer.kind === 'failed') return this.#isToBeTriedAgain(entry, answer.error);
    return answer.kind === 'unusable' || answer.kind === 'later';
  }

  #isToBeTriedAgain({ n }: PlanEntry, error: ErrorData): boolean {
    if (error.code === 'Aborted') return true;
    if (HOPELESS.has(error.code)) this.#end(errorFromData(error));
    if (error.code !== 'Throttled') return HOPELESS.has(error.code);
    const { retryAfterMs } = error.facts;
    this.#pace.throttled(typeof retryAfterMs === 'number' ? retryAfterMs : undefined);
    const attempts = (this.#attempts.get(n) ?? 0) + 1;
    this.#attempts.set(n, attempts);
    return attempts < MOST_ATTEMPTS;
  }

  #add(entry: PlanEntry, result: FileResult): void {
    this.#tally.add(result, entry.size);
    this.#ready.push(result);
    this.#endWithTooManyFailed(this.#tally.failed);
  }

  #endWithTooManyFailed(failed: number): void {
    if (failed > (this.#options.maxErrors ?? Infinity)) this.#end('errors');
  }

  /** The first reason counts. */
  #end(reason: Error | 'errors'): void {
    this.#ended ??= reason;
    this.#pool?.stop();
    this.#wakeup.call();
  }

  #tell(progress: NonNullable<BulkOptions['progress']>): void {
    const { entries } = this.#run;
    progress(
      progressOf({
        files: entries.length,
        filesDone: this.#tally.files,
        bytes: this.#bytes,
        bytesDone: this.#pool?.bytesDone ?? 0,
        failed: this.#tally.failed,
        elapsedMs: performance.now() - this.#start,
      }),
    );
  }
}

function factsOf(answer: Exclude<FileAnswer, PreparedFile>): Parameters<FileSteps['settled']>[1] {
  switch (answer.kind) {
    case 'fit':
      return { status: 'planned', format: answer.format };
    case 'skipped':
      return {
        status: 'skipped',
        reason: answer.reason,
        ...(answer.format !== undefined && { format: answer.format }),
      };
    case 'failed':
    case 'unusable':
      return { status: 'failed', error: answer.error };
    case 'later':
      throw new Error('A file that is for later has no result.');
  }
}
