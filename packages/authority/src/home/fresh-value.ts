import { statSync } from 'node:fs';
import { CannotRead } from '@rightsmith/core';

/** Below this age in milliseconds a file may change again without its time stamp showing it. */
const SETTLED_AFTER = 1000;

/** What a file or folder says, read again only after another process or an editor has changed it. */
export class FreshValue<Value> {
  readonly #path: string;
  readonly #load: (exists: boolean) => Promise<Value>;
  #stamp: string | undefined;
  #value: Promise<Value> | undefined;

  /** `load` reads the value; it is told whether there is anything at `path`. */
  constructor(path: string, load: (exists: boolean) => Promise<Value>) {
    this.#path = path;
    this.#load = load;
  }

  /** The present value. @throws CannotRead and what `load` throws */
  async get(): Promise<Value> {
    const { stamp, settled } = this.#look();
    if (this.#value === undefined || this.#stamp !== stamp) {
      const value = this.#load(stamp !== undefined);
      this.#value = value;
      this.#stamp = settled ? stamp : 'unsettled';
      value.catch(() => {
        if (this.#value === value) this.#value = undefined;
      });
    }
    return this.#value;
  }

  #look(): { readonly stamp: string | undefined; readonly settled: boolean } {
    try {
      // Synchronous, because this runs on every operation and a round trip through the thread pool costs ten times as much.
      const stat = statSync(this.#path, { throwIfNoEntry: false });
      if (stat === undefined) return { stamp: undefined, settled: true };
      // The computer's clock, not the authority's: it is compared with the file system's.
      const settled = Date.now() - stat.mtimeMs > SETTLED_AFTER;
      return { stamp: `${stat.ino} ${stat.mtimeMs} ${stat.size}`, settled };
    } catch (cause) {
      throw new CannotRead(`${this.#path} cannot be read.`, { where: { file: this.#path }, cause });
    }
  }
}
