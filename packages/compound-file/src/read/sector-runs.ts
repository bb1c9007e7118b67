/** The sectors of a chain in order, neighbours kept as one run: a stream of gigabytes mostly has a handful. */
export class SectorRuns {
  /** First sector of each run. */
  readonly #starts: number[] = [];
  /** Sectors of the chain before each run. */
  readonly #before: number[] = [];
  #length = 0;
  /** The sector that would continue the last run. */
  #next = -1;

  /** Sectors in all. */
  get length(): number {
    return this.#length;
  }

  /** Runs of neighbours. */
  get runCount(): number {
    return this.#starts.length;
  }

  /** `count` neighbours, from `sector` on. */
  append(sector: number, count: number): void {
    if (sector !== this.#next) {
      this.#starts.push(sector);
      this.#before.push(this.#length);
    }
    this.#length += count;
    this.#next = sector + count;
  }

  /** The sector at a place of the chain, and how many of the chain follow it in the file without a gap, itself counted. */
  at(index: number): { readonly sector: number; readonly count: number } {
    const run = this.#runOf(index);
    const before = this.#before[run] ?? 0;
    const end = this.#before[run + 1] ?? this.#length;
    return { sector: (this.#starts[run] ?? 0) + index - before, count: end - index };
  }

  /** Each sector in turn. */
  *[Symbol.iterator](): Generator<number, void, undefined> {
    for (let index = 0; index < this.#length; index += 1) yield this.at(index).sector;
  }

  /** By bisection: the last run that does not begin behind `index`. */
  #runOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#before[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
