import type { Channel } from './channel.js';

/** Questions that are answered at the same time; each may be about a piece of content. */
const AT_ONCE = 8;

/**
 * The questions of a plugin, answered in their order. While some wait, or answers are not taken, no more is read of what the plugin
 * says: neither what it asks nor what it leaves unread piles up here.
 */
export class Questions {
  readonly #channel: Channel<never, never>;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  constructor(channel: Channel<never, never>) {
    this.#channel = channel;
  }

  /** `answer` never rejects. */
  add(answer: () => Promise<void>): void {
    this.#waiting.push(answer);
    this.#next();
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const answer = this.#waiting.shift();
      if (answer === undefined) break;
      this.#running += 1;
      void this.#run(answer);
    }
    this.#channel.listen(this.#waiting.length === 0);
  }

  async #run(answer: () => Promise<void>): Promise<void> {
    await answer();
    await this.#channel.taken();
    this.#running -= 1;
    this.#next();
  }
}
