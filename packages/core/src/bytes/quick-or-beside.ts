import { performance } from 'node:perf_hooks';

/** Milliseconds that work may take for which the way to another thread and back is not worth it, as in a memory file system. */
const QUICK = 0.3;
/** How many calls count: a single slow one is a thread that had to wait for a processor. */
const CALLS_COUNTED = 16;
/** Calls beside the event loop before it is tried again whether they are quick. */
const TRIED_AGAIN_AFTER = 64;

/**
 * Two ways to do the same: at once, as long as that takes no time, else `beside` the event loop. Now and then it is tried again.
 *
 * @param clock - milliseconds
 */
export function quickOrBeside<Args extends readonly unknown[], T>(
  quick: (...args: Args) => T,
  beside: (...args: Args) => Promise<T>,
  clock: () => number = () => performance.now(),
): (...args: Args) => Promise<T> {
  let callsBeside = 0;
  let usualMs = 0;
  return async (...args) => {
    if (callsBeside > 0) {
      callsBeside -= 1;
      return beside(...args);
    }
    const start = clock();
    try {
      return quick(...args);
    } finally {
      usualMs += (clock() - start - usualMs) / CALLS_COUNTED;
      if (usualMs > QUICK) [callsBeside, usualMs] = [TRIED_AGAIN_AFTER, 0];
    }
  };
}

/** So many quick steps make up for a slow one, which may just have met a busy processor. */
const MADE_UP_BY = 16;

/** Whether the steps of a long piece of work, one like the other, are quick enough to be taken at once. */
export class Quickness {
  readonly #now: () => number;
  #slowness = 0;
  #stepsBeside = 0;

  /** @param now - milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether the next step is to be taken at once. To be asked before each. */
  next(): boolean {
    if (this.#stepsBeside === 0) return true;
    this.#stepsBeside -= 1;
    return false;
  }

  /** Takes a step at once. */
  take<T>(step: () => T): T {
    const start = this.#now();
    try {
      return step();
    } finally {
      this.#took(this.#now() - start);
    }
  }

  #took(milliseconds: number): void {
    if (milliseconds <= QUICK) {
      this.#slowness = Math.max(0, this.#slowness - 1);
      return;
    }
    if (this.#slowness > 0) this.#stepsBeside = TRIED_AGAIN_AFTER;
    this.#slowness = MADE_UP_BY;
  }
}
