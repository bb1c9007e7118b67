import { UsageError } from '../errors.js';

/** The steps that lead a sink to its end: one at a time, none after the end, and a step that fails is the end. */
export class StepSequence {
  readonly #cleanUp: () => Promise<void>;
  #latest: Promise<void> = Promise.resolve();
  #ended = false;

  /** `cleanUp` runs when a step fails and when the sequence is aborted; it may run more than once and must not throw. */
  constructor(cleanUp: () => Promise<void>) {
    this.#cleanUp = cleanUp;
  }

  /** @throws UsageError after the end; what `action` throws */
  step<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#latest.then(() => this.#take(action));
    this.#latest = result.then(ignore, ignore);
    return result;
  }

  /** A step after which none may follow. */
  lastStep<T>(action: () => Promise<T>): Promise<T> {
    return this.step(() => {
      this.#ended = true;
      return action();
    });
  }

  /** Ends at once, in the middle of a step too, and cleans up. Idempotent. */
  async abort(): Promise<void> {
    this.#ended = true;
    await this.#latest;
    await this.#cleanUp();
  }

  async #take<T>(action: () => Promise<T>): Promise<T> {
    if (this.#ended) throw new UsageError('The sink has ended: it was finished or aborted, or a write failed.');
    try {
      return await action();
    } catch (error) {
      this.#ended = true;
      await this.#cleanUp();
      throw error;
    }
  }
}

function ignore(): void {
  // Whoever took the step hears how it went; the next one only waits.
}
