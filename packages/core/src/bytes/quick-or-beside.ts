import { performance } from 'node:perf_hooks';

/** Milliseconds that work may take for which the way to another thread and back is not worth it, as in a memory file system. */
const QUICK = 0.3;
/** How many steps count: a single slow one is a thread that had to wait for a processor. */
const STEPS_COUNTED = 16;
/** Steps beside the event loop before it is tried again whether they are quick. */
const TRIED_AGAIN_AFTER = 64;

/** Whether steps that are alike are quick enough to be taken at once. Now and then it is tried again. */
export class Quickness {
  readonly #clock: () => number;
  #usualMs = 0;
  #stepsBeside = 0;

  /** @param clock - milliseconds */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Whether the next step is to be taken at once. To be asked before each. */
  next(): boolean {
    if (this.#stepsBeside === 0) return true;
    this.#stepsBeside -= 1;
    return false;
  }

  /** Takes a step at once. */
  take<T>(step: () => T): T {
    const start = this.#clock();
    try {
      return step();
    } finally {
      this.#usualMs += (this.#clock() - start - this.#usualMs) / STEPS_COUNTED;
      if (this.#usualMs > QUICK) [this.#stepsBeside, this.#usualMs] = [TRIED_AGAIN_AFTER, 0];
    }
  }
}

/**
 * Two ways to do the same: at once, as long as that takes no time, else `beside` the event loop.
 *
 * @param clock - milliseconds
 */
export function quickOrBeside<Args extends readonly unknown[], T>(
  quick: (...args: Args) => T,
  beside: (...args: Args) => Promise<T>,
  clock?: () => number,
): (...args: Args) => Promise<T> {
  const quickness = new Quickness(clock);
  return async (...args) => (quickness.next() ? quickness.take(() => quick(...args)) : beside(...args));
}
