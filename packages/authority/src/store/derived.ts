/** What is worked out from something stored, again only after that has changed. */
export class Derived<Source extends object, Value> {
  readonly #read: () => Promise<Source>;
  readonly #derive: (source: Source) => Value | Promise<Value>;
  #source: Source | undefined;
  #value: Promise<Value> | undefined;

  /** `read` gives the same object as long as nothing has changed. */
  constructor(read: () => Promise<Source>, derive: (source: Source) => Value | Promise<Value>) {
    this.#read = read;
    this.#derive = derive;
  }

  /** @throws what reading or deriving throws; the next call tries again */
  async get(): Promise<Value> {
    const source = await this.#read();
    if (this.#value === undefined || this.#source !== source) {
      const value = Promise.resolve(this.#derive(source));
      this.#source = source;
      this.#value = value;
      value.catch(() => {
        if (this.#value === value) this.#value = undefined;
      });
    }
    return this.#value;
  }
}
