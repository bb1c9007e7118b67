import type { Library } from '../library/library.js';

/** An operation was asked for with a key that was closed. */
export class KeyClosed extends Error {}

/** The key handles that are open, by number: addresses never leave this thread, and a wrong number is only an error. */
export class Keys {
  readonly #library: Library;
  readonly #handles = new Map<number, bigint>();
  #last = 0;

  constructor(library: Library) {
    this.#library = library;
  }

  add(handle: bigint): number {
    this.#handles.set(++this.#last, handle);
    return this.#last;
  }

  /** @throws KeyClosed */
  get(key: number): bigint {
    const handle = this.#handles.get(key);
    if (handle === undefined) throw new KeyClosed();
    return handle;
  }

  /** Idempotent. */
  close(key: number): void {
    const handle = this.#handles.get(key);
    if (handle === undefined) return;
    this.#handles.delete(key);
    this.#library.result('IpcCloseHandle', handle);
  }

  closeAll(): void {
    for (const key of [...this.#handles.keys()]) this.close(key);
  }
}
