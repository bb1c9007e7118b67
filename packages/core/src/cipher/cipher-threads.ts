import { UsageError } from '../errors.js';
import { CipherThread } from './cipher-thread.js';
import type { ThreadSetup, ThreadTask } from './cipher-thread.js';

/** More than any machine has processors to spare for one file. */
const MAXIMUM_THREADS = 64;

/** Several threads that share the runs of one key among them. */
export class CipherThreads {
  readonly #threads: readonly CipherThread[];

  constructor(count: number, setup: ThreadSetup) {
    this.#threads = Array.from({ length: count }, () => new CipherThread(setup));
  }

  /** Whether a task would be worked on at once. Starts the threads. @throws as {@link CipherThread.start} */
  get areReady(): boolean {
    for (const thread of this.#threads) thread.start();
    return this.#threads.some(({ isReady }) => isReady);
  }

  /** Has the thread with the fewest tasks do this one, if possible one that is ready. Throws as {@link CipherThread.work}. */
  work(task: ThreadTask, given: boolean): Promise<Uint8Array> {
    const ready = this.#threads.filter(({ isReady }) => isReady);
    const threads = ready.length > 0 ? ready : this.#threads;
    return threads.reduce((best, thread) => (thread.load < best.load ? thread : best)).work(task, given);
  }

  /** Ends all threads, in the middle of their tasks too. Idempotent. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** The number itself. @throws UsageError unless it can be a number of threads */
export function checkThreads(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= MAXIMUM_THREADS) return count;
  throw new UsageError(`${count} is no number of threads: 1 to ${MAXIMUM_THREADS}.`);
}
