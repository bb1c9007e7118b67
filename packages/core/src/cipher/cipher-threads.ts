import { UsageError } from '../errors.js';
import { CipherThread } from './cipher-thread.js';
import type { ThreadSetup, ThreadTask } from './cipher-thread.js';

/** More than any machine has processors to spare for one file. */
const MAXIMUM_THREADS = 64;

/** Tasks with which a thread has enough: one that it works on, and the next. */
const ENOUGH = 2;

/** Several threads that share the runs of one key among them. The caller's own is one of them. */
export class CipherThreads {
  /** Beside the caller's. */
  readonly #threads: readonly CipherThread[];

  /** @param count - at least 2 */
  constructor(count: number, setup: Omit<ThreadSetup, 'done'>) {
    this.#threads = Array.from({ length: count - 1 }, () => new CipherThread(setup));
  }

  /** Whether a task would be worked on at once. Starts the threads. @throws as {@link CipherThread.start} */
  get areReady(): boolean {
    for (const thread of this.#threads) thread.start();
    return this.#threads.some(({ isReady }) => isReady);
  }

  /**
   * Has the thread with the fewest tasks do this one, if possible one that is ready. Where all have enough it is the caller's to do:
   * undefined. Throws as {@link CipherThread.work}.
   */
  work(task: ThreadTask, given: boolean): Promise<Uint8Array> | undefined {
    const ready = this.#threads.filter(({ isReady }) => isReady);
    const threads = ready.length > 0 ? ready : this.#threads;
    const [first, ...others] = threads.map((thread) => ({ thread, backlog: thread.backlog }));
    if (first === undefined) return undefined;
    const best = others.reduce((least, other) => (other.backlog < least.backlog ? other : least), first);
    return best.backlog < ENOUGH ? best.thread.work(task, given) : undefined;
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
