import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { errorData, InternalError } from '@rightsmith/core';
import { Piscina } from 'piscina';
import type { FileAnswer, FileOrder, ThreadSetup } from './messages.js';

/** Files a thread has under way: while one waits for the disk or the service, others use the processor. */
export const FILES_PER_THREAD = 4;

/** How long threads get to close what they opened, in milliseconds. */
const CLOSING = 2000;

/** Of a thread's heap, in MiB: what is short-lived is collected often, instead of filling the memory. */
const YOUNG_HEAP = 8;

/** Threads with an engine each. */
export class WorkerPool {
  readonly #pool: Piscina<FileOrder, FileAnswer>;
  readonly #channel: BroadcastChannel;
  readonly #bytesDone: BigInt64Array;

  /** @param program - what the threads run */
  constructor(
    setup: Omit<ThreadSetup, 'endChannel' | 'bytesDone'>,
    threads: number,
    program: URL = new URL('./bulk-worker.js', import.meta.url),
  ) {
    const bytesDone = new SharedArrayBuffer(8);
    const endChannel = `rightsmith-bulk-${randomUUID()}`;
    this.#bytesDone = new BigInt64Array(bytesDone);
    this.#channel = new BroadcastChannel(endChannel);
    this.#channel.unref();
    const workerData: ThreadSetup = { ...setup, bytesDone, endChannel };
    this.#pool = new Piscina<FileOrder, FileAnswer>({
      filename: program.href,
      name: 'work',
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: FILES_PER_THREAD,
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
    return Number(Atomics.load(this.#bytesDone, 0));
  }

  /** Works on a file. Never throws: a thread that dies is a file that failed. */
  async run(order: FileOrder): Promise<FileAnswer> {
    try {
      return await this.#pool.run(order);
    } catch (cause) {
      return {
        kind: 'failed',
        error: errorData(new InternalError('The thread that worked on the file ended.', { cause })),
      };
    }
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
