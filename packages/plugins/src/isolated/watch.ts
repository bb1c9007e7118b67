import { LimitReached, type RightsmithError } from '@rightsmith/core';
import type { IsolationLimits } from './isolation-limits.js';
import { LOOK_EVERY_MS, residentBytes } from './resident-bytes.js';

/** Watches time and memory of a plugin's process for as long as it lives. */
export class Watch {
  readonly #limits: IsolationLimits;
  readonly #plugin: string;
  readonly #end: (reason: RightsmithError) => void;
  readonly #timer: NodeJS.Timeout;
  #isLooking = false;
  /** How many answers of the plugin are waited for, and how many it waits for itself. */
  #owed = 0;
  #owing = 0;
  #heardAt = performance.now();

  constructor(pid: number, plugin: string, limits: IsolationLimits, end: (reason: RightsmithError) => void) {
    this.#limits = limits;
    this.#plugin = plugin;
    this.#end = end;
    this.#timer = setInterval(() => {
      void this.#look(pid);
    }, LOOK_EVERY_MS).unref();
  }

  get isWaiting(): boolean {
    return this.#owed > 0;
  }

  /** The plugin said something. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** An answer of the plugin is waited for, until the work is done. */
  async waiting<T>(work: Promise<T>): Promise<T> {
    if (this.#owed === 0) this.heard();
    this.#owed += 1;
    try {
      return await work;
    } finally {
      this.#owed -= 1;
    }
  }

  /** The plugin waits for the host. */
  async serving<T>(work: Promise<T>): Promise<T> {
    this.#owing += 1;
    try {
      return await work;
    } finally {
      this.#owing -= 1;
      this.heard();
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(pid: number): Promise<void> {
    const { silenceMs, residentBytes: maximum } = this.#limits;
    if (this.#owed > 0 && this.#owing === 0 && performance.now() - this.#heardAt > silenceMs) {
      this.#end(
        new LimitReached(`The format plugin ${this.#plugin} was silent for ${silenceMs} ms and was ended.`, {
          limit: 'silenceMs',
          maximum: silenceMs,
        }),
      );
    }
    if (this.#isLooking) return;
    this.#isLooking = true;
    const used = await residentBytes(pid);
    this.#isLooking = false;
    if (used !== undefined && used > maximum) this.#end(tooMuchMemory(this.#plugin, maximum));
  }
}

/** What a plugin ends with that takes more memory than it may. */
export function tooMuchMemory(plugin: string, maximum: number): LimitReached {
  return new LimitReached(`The format plugin ${plugin} took more than ${maximum} bytes of memory and was ended.`, {
    limit: 'residentBytes',
    maximum,
  });
}
