/** Bytes of a page. */
const PAGE_BYTES = 8192;

/** A set of whole numbers, one bit each. Memory grows with the numbers in it, not with what the file says it holds. */
export class NumberSet {
  readonly #pages = new Map<number, Uint8Array>();
  /** The page asked for last: numbers mostly come in order. */
  #page: Uint8Array = new Uint8Array();
  #pageNumber = -1;

  /** Whether `value` was not in the set before. */
  add(value: number): boolean {
    return this.addRange(value, 1) === undefined;
  }

  /** Adds `count` numbers from `first` on, up to the first that was there before, and returns that one. */
  addRange(first: number, count: number): number | undefined {
    for (let value = first; value < first + count;) {
      const place = Math.floor(value / 8);
      const page = this.#pageOf(place);
      const index = place % PAGE_BYTES;
      const byte = page[index] ?? 0;
      if (byte === 0 && value % 8 === 0 && first + count - value >= 8) {
        page[index] = 0xff;
        value += 8;
        continue;
      }
      const bit = 1 << (value % 8);
      if ((byte & bit) !== 0) return value;
      page[index] = byte | bit;
      value += 1;
    }
    return undefined;
  }

  #pageOf(place: number): Uint8Array {
    const number = Math.floor(place / PAGE_BYTES);
    if (number === this.#pageNumber) return this.#page;
    const page = this.#pages.get(number) ?? new Uint8Array(PAGE_BYTES);
    this.#pages.set(number, page);
    this.#page = page;
    this.#pageNumber = number;
    return page;
  }
}
