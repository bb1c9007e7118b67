import type { Clock } from '@rightsmith/core';

/** Of waits that the service names no length for, in milliseconds. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/**
 * How many files may be worked on at the same time. A service that asks to slow down halves the number and stops new files for
 * as long as it says, or twice as long as the last time; each file that goes through gives a part of the number back.
 */
export class Pace {
  readonly #most: number;
  readonly #atOnce: number;
  readonly #clock: Clock;
  #limit: number;
  #wait = FIRST_WAIT;
  #notBefore = 0;

  /**
   * @param most - files under way when nothing stands against it
   * @param atOnce - how many of those are at work at the same time, the others waiting for their turn
   */
  constructor(most: number, clock: Clock, atOnce: number = most) {
    this.#most = most;
    this.#atOnce = atOnce;
    this.#clock = clock;
    this.#limit = most;
  }

  /** At the moment; at least 1. */
  get limit(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Milliseconds until the next file may begin. */
  get waitMs(): number {
    return Math.max(0, this.#notBefore - this.#clock.now());
  }

  /** A file went through. */
  succeeded(): void {
    this.#wait = FIRST_WAIT;
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
  }

  /** The service asked to slow down, and to wait so long. Requests that were on their way already count as one. */
  throttled(retryAfterMs?: number): void {
    const isNews = this.waitMs === 0;
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + (retryAfterMs ?? this.#wait));
    if (!isNews) return;
    this.#limit = Math.max(1, Math.min(this.#limit, this.#atOnce) / 2);
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
  }
}
