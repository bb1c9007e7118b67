/** Lets one loop sleep until something has happened, which may have been before it fell asleep. */
export class Wakeup {
  #happened = false;
  #wake: (() => void) | undefined;

  /** Something has happened. */
  call(): void {
    this.#happened = true;
    this.#wake?.();
  }

  /** Returns when something has happened since the last time, or after some milliseconds. */
  async sleep(atMostMs?: number): Promise<void> {
    if (!this.#happened) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (atMostMs !== undefined) setTimeout(resolve, atMostMs);
      });
    }
    this.#happened = false;
    this.#wake = undefined;
  }
}
