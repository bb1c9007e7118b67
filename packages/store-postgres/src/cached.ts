import type { Versions } from './versions.js';

/** Something read from the database, read again when its version has changed. */
export class Cached<Value> {
  readonly #name: string;
  readonly #versions: Versions;
  readonly #load: () => Promise<Value>;
  #version: string | undefined;
  #value: Promise<Value> | undefined;

  /** `name` is that of the row which holds its version. */
  constructor(name: string, versions: Versions, load: () => Promise<Value>) {
    this.#name = name;
    this.#versions = versions;
    this.#load = load;
  }

  /** @throws CannotRead and what loading throws; the next call tries again */
  async get(): Promise<Value> {
    const version = await this.#versions.of(this.#name);
    if (this.#value === undefined || this.#version !== version) {
      // Loading gives this version or a later one, whose number the next look will show.
      const value = this.#load();
      this.#version = version;
      this.#value = value;
      value.catch(() => {
        if (this.#value === value) this.#value = undefined;
      });
    }
    return this.#value;
  }
}
