import { flushFolder } from '@rightsmith/core';

/** Flushes folders: whoever asks in the same turn, or while a folder is being flushed, shares the next flush of it with all others who do. */
export class FolderFlushes {
  readonly #running = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<void>>();

  /** All that was renamed in the folder before the call is safe after it. @throws CannotWrite */
  flush(folder: string): Promise<void> {
    const waiting = this.#next.get(folder);
    if (waiting !== undefined) return waiting;
    // Begun a moment later even where nothing runs, so that all who ask in one turn share it.
    const running = this.#running.get(folder) ?? Promise.resolve();
    const next = running.then(ignore, ignore).then(() => {
      this.#next.delete(folder);
      return this.#start(folder);
    });
    this.#next.set(folder, next);
    return next;
  }

  #start(folder: string): Promise<void> {
    const flushing = flushFolder(folder).finally(() => {
      if (this.#running.get(folder) === flushing) this.#running.delete(folder);
    });
    this.#running.set(folder, flushing);
    return flushing;
  }
}

function ignore(): void {
  // Whoever asked for that flush hears how it went.
}
