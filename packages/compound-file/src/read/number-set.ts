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
    const end = first + count;
    for (let value = first; value < end;) {
      const whole = value % 8 === 0 ? this.#addWholeBytes(value, end) : 0;
      value += whole;
      if (whole > 0) continue;
      const place = Math.floor(value / 8);
      const page = this.#pageOf(place);
      const byte = page[place % PAGE_BYTES] ?? 0;
      const bit = 1 << (value % 8);
      if ((byte & bit) !== 0) return value;
      page[place % PAGE_BYTES] = byte | bit;
      value += 1;
    }
    return undefined;
  }

  /** As many numbers from `value` on, a multiple of eight, as fill bytes of one page that were empty. */
  #addWholeBytes(value: number, end: number): number {
    const page = this.#pageOf(value / 8);
    const start = (value / 8) % PAGE_BYTES;
    const limit = Math.min(PAGE_BYTES, start + Math.floor((end - value) / 8));
    let index = start;
    while (index < limit && page[index] === 0) index += 1;
    page.fill(0xff, start, index);
    return (index - start) * 8;
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
