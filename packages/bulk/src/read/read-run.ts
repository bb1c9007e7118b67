import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { resolve } from 'node:path';
import { Aborted, errorFromData, verificationFailure } from '@rightsmith/core';
import { FILES_PER_THREAD } from '../pool/amounts.js';
import type { ReadAnswer } from '../pool/messages.js';
import { WorkerPool } from '../pool/worker-pool.js';
import { Wakeup } from '../run/wakeup.js';
import { walk } from '../walk/walk.js';
import { insidesFromData } from './insides-data.js';
import type { ReadOptions, ReadProgress, ReadResult, ReadSummary } from './read-options.js';
import { ReadTally } from './read-tally.js';

/** How often progress is told, in milliseconds. */
const PROGRESS_EVERY = 200;

/** A run that only reads, at work: one loop looks for files and hands them to threads, another hands on what came of them. */
export class ReadRun {
  readonly #options: ReadOptions;
  readonly #pool: WorkerPool<ReadAnswer>;
  /** Files that may be found and not yet told of. */
  readonly #most: number;
  readonly #tally = new ReadTally();
  readonly #ready: ReadResult[] = [];
  readonly #news = new Wakeup();
  readonly #room = new Wakeup();
  readonly #start = performance.now();
  #underWay = 0;
  #isWalked = false;
  /** Why no more files are begun. */
  #ended: Error | 'early' | undefined;

  constructor(options: ReadOptions) {
    const { task, engine, jobs = availableParallelism(), maxErrors = Infinity } = options;
    const threads = Math.max(1, jobs);
    this.#options = options;
    this.#most = threads * FILES_PER_THREAD;
    this.#pool = new WorkerPool({ task, engine, inPlace: false, overwrite: false, dryRun: true, maxErrors }, threads);
  }

  /** Results of files as they come. @throws as `readBulk` */
  async *results(): AsyncGenerator<ReadResult, void, void> {
    const { signal, progress } = this.#options;
    const onAbort = (): void => {
      this.#end(new Aborted(undefined, { cause: signal?.reason }));
      this.#pool.abort();
    };
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) onAbort();
    const tell = (): void => progress?.(this.#progress());
    const telling = progress === undefined ? undefined : setInterval(tell, PROGRESS_EVERY);
    // Not waited for: a list that goes on for ever must not keep a run from ending.
    void this.#walk();
    try {
      yield* this.#handOn();
    } finally {
      clearInterval(telling);
      signal?.removeEventListener('abort', onAbort);
      this.#endEarly();
      while (this.#underWay > 0) await this.#news.sleep();
    }
    if (this.#ended instanceof Error) throw this.#ended;
  }

  summary(): ReadSummary {
    return this.#tally.summary(this.#isWalked && this.#ended !== 'early', performance.now() - this.#start);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async *#handOn(): AsyncGenerator<ReadResult, void, void> {
    for (;;) {
      const result = this.#ready.shift();
      if (result !== undefined) {
        this.#room.call();
        yield result;
      } else if (this.#underWay > 0 || !(this.#isWalked || this.#ended !== undefined)) await this.#news.sleep();
      else return;
    }
  }

  /** Looks for files and begins them as there is room. Never throws. */
  async #walk(): Promise<void> {
    const { input, signal } = this.#options;
    try {
      for await (const { file, skip } of walk(input, { leaveSystem: false, repeats: true, signal })) {
        while (this.#ended === undefined && this.#underWay + this.#ready.length >= this.#most) await this.#room.sleep();
        if (this.#ended !== undefined) return;
        if (skip === undefined) void this.#read(file);
        else this.#add({ file, status: 'skipped', reason: skip });
      }
      this.#isWalked = true;
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
    this.#news.call();
  }

  /** Reads a file. Never throws. */
  async #read(file: string): Promise<void> {
    this.#underWay += 1;
    const [answer = LATER] = await this.#pool.run([{ path: resolve(file), threads: 1 }]);
    this.#underWay -= 1;
    if (answer.kind === 'unusable') this.#end(errorFromData(answer.error));
    else if (isForLater(answer)) this.#end('early');
    else this.#add(resultOf(file, answer));
    this.#news.call();
    this.#room.call();
  }

  #add(result: ReadResult): void {
    this.#tally.add(result);
    this.#ready.push(result);
    this.#news.call();
    if (this.#tally.failed > (this.#options.maxErrors ?? Infinity)) this.#endEarly();
  }

  /** Begins no more files, if there are any. */
  #endEarly(): void {
    if (!this.#isWalked || this.#underWay > 0) this.#end('early');
  }

  /** The first reason counts. */
  #end(reason: Error | 'early'): void {
    this.#ended ??= reason;
    this.#news.call();
    this.#room.call();
  }

  #progress(): ReadProgress {
    const { files: filesDone, failed } = this.#tally;
    return { filesDone, failed, elapsedMs: performance.now() - this.#start };
  }
}

const LATER = { kind: 'later' } as const;

/** Whether nobody looks at the file any more, because the run ends. */
function isForLater(answer: ReadAnswer): answer is typeof LATER {
  return answer.kind === 'later' || (answer.kind === 'failed' && answer.error.code === 'Aborted');
}

function resultOf(file: string, answer: Exclude<ReadAnswer, { readonly kind: 'unusable' | 'later' }>): ReadResult {
  switch (answer.kind) {
    case 'inspected': {
      const { facts, insides } = answer;
      return { file, status: 'inspected', facts, ...(insides !== undefined && { insides: insidesFromData(insides) }) };
    }
    case 'verified': {
      const { report } = answer;
      const error = verificationFailure(report);
      return error === undefined ? { file, status: 'verified', report } : { file, status: 'failed', error, report };
    }
    case 'skipped':
      return { file, status: 'skipped', reason: answer.reason };
    case 'failed':
      return { file, status: 'failed', error: errorFromData(answer.error) };
  }
}
