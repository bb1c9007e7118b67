import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { errorData, InternalError } from '@rightsmith/core';
import { Piscina } from 'piscina';
import { ORDERS_PER_THREAD } from './amounts.js';
import type { FileAnswer, FileOrder, LostAnswer, ReadAnswer, SharedCounters, ThreadSetup } from './messages.js';

/** How long threads get to close what they opened, in milliseconds. */
const CLOSING = 2000;

/** Of a thread's heap, in MiB: what is short-lived is collected often, instead of filling the memory. */
const YOUNG_HEAP = 8;

/** Threads with an engine each; what they answer depends on the task. */
export class WorkerPool<Answer extends FileAnswer | ReadAnswer = FileAnswer> {
  readonly #pool: Piscina<readonly FileOrder[], readonly Answer[]>;
  readonly #channel: BroadcastChannel;
  readonly #counters: SharedCounters = {
    bytesDone: new BigInt64Array(new SharedArrayBuffer(8)),
    failed: new Int32Array(new SharedArrayBuffer(4)),
    stopped: new Int32Array(new SharedArrayBuffer(4)),
  };

  /** @param program - what the threads run */
  constructor(
    setup: Omit<ThreadSetup, 'endChannel' | 'counters'>,
    threads: number,
    program: URL = new URL('./bulk-worker.js', import.meta.url),
  ) {
    const endChannel = `rightsmith-bulk-${randomUUID()}`;
    this.#channel = new BroadcastChannel(endChannel);
    this.#channel.unref();
    const workerData: ThreadSetup = { ...setup, counters: this.#counters, endChannel };
    this.#pool = new Piscina<readonly FileOrder[], readonly Answer[]>({
      filename: program.href,
      name: 'work',
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: ORDERS_PER_THREAD,
      workerData,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP },
      // A thread that slept here could not go on with the files it has under way.
      atomics: 'disabled',
      recordTiming: false,
    });
  }

  /** Content bytes done by all threads. */
  get bytesDone(): number {
    return Number(Atomics.load(this.#counters.bytesDone, 0));
  }

  /** Files that failed in all threads, some of which have not answered yet. */
  get failed(): number {
    return Atomics.load(this.#counters.failed, 0);
  }

  /**
   * Works on files, in one thread, and answers in their order. Never throws: a thread that dies is a file that failed; where it
   * had several, nobody knows which of them it died of, and each is for later.
   */
  async run(orders: readonly FileOrder[]): Promise<readonly (Answer | LostAnswer)[]> {
    try {
      return await this.#pool.run(orders);
    } catch (cause) {
      if (orders.length > 1) return orders.map(() => ({ kind: 'later' }));
      const error = errorData(new InternalError('The thread that worked on the file ended.', { cause }));
      return orders.map(() => ({ kind: 'failed', error }));
    }
  }

  /** No more files are begun; those under way go on to their end. */
  stop(): void {
    Atomics.store(this.#counters.stopped, 0, 1);
  }

  /** Ends what is being worked on; nothing is left of it. */
  abort(): void {
    this.#channel.postMessage('end');
  }

  /** Ends the threads. Nothing may be worked on any more. Idempotent. */
  async close(): Promise<void> {
    await this.#closeEngines();
    this.#channel.close();
    await this.#pool.destroy();
  }

  async #closeEngines(): Promise<void> {
    let open = this.#pool.threads.length;
    if (open === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSING);
      this.#channel.onmessage = () => {
        open -= 1;
        if (open > 0) return;
        clearTimeout(timer);
        resolve();
      };
      this.#channel.ref();
      this.#channel.postMessage('close');
    });
  }
}
