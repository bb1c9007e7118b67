import { skipWhitespace } from '../lex/characters.js';
import { ObjectScanner } from '../lex/object-scanner.js';
import { parseValue } from '../lex/parse-value.js';
import { behindInteger, readDigits } from '../lex/references.js';
import { integerOf, NULL, type PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';
import { LARGEST_NUMBER } from './entries.js';
import type { Patience } from './patience.js';

/** Members that are looked at: no file has more objects. */
const MOST_MEMBERS: number = LARGEST_NUMBER + 1;

/** Bytes that number and offset of a member take at least, blanks included. */
const SHORTEST_HEAD = 4;

/** A decoded object stream; ISO 32000-2 §7.5.7. Its numbers are not trusted: a member that does not stand where it should is null. */
export class ObjectStream {
  readonly data: Uint8Array;
  /** Where the first value may stand in `data`. */
  readonly first: number;
  /** Numbers of the members in their order; -1 for one that no object has. */
  readonly numbers: Readonly<Int32Array>;
  readonly #offsets: Int32Array;
  readonly #patience: Patience | undefined;
  readonly #scanner = new ObjectScanner();
  /** Number and place of each member in one number, in rising order; made when a member is not at the place it should have. */
  #sorted: Float64Array | undefined;

  /** What looking at members takes is taken from `patience`. @throws CorruptFile when its head makes no sense */
  constructor(data: Uint8Array, dictionary: ReadonlyMap<string, PdfValue>, patience?: Patience) {
    const [count, first] = [integerOf(dictionary.get('N')) ?? -1, integerOf(dictionary.get('First')) ?? -1];
    if (count < 0 || first < 0 || first > data.length) throw damaged('N or First makes no sense.', 'object stream');
    this.data = data;
    this.#patience = patience;
    this.first = first;
    const most = Math.min(count, Math.ceil(first / SHORTEST_HEAD), MOST_MEMBERS);
    const [numbers, offsets] = [new Int32Array(most), new Int32Array(most)];
    let members = 0;
    for (let at = 0; members < most; members++) {
      const number = skipWhitespace(data, at, first);
      const offset = behindInteger(data, number, first);
      if (offset === -1) break;
      const [value, place] = [readDigits(data, number), readDigits(data, offset)];
      numbers[members] = value > LARGEST_NUMBER ? -1 : value;
      offsets[members] = place === -1 ? data.length : Math.min(first + place, data.length);
      at = Math.max(offset, behindDigits(data, offset, first));
    }
    this.numbers = numbers.subarray(0, members);
    this.#offsets = offsets;
  }

  /** Where in `data` the value of object `number` stands, at place `index` if that place is its own; undefined: nowhere. @throws CorruptFile when patience ends */
  find(number: number, index: number): { readonly start: number; readonly end: number } | undefined {
    const place = this.numbers[index] === number ? index : this.#search(number);
    const offset = place === undefined ? undefined : this.#offsets[place];
    if (offset === undefined || offset >= this.data.length) return undefined;
    const scanner = this.#scanner;
    const isWhole = scanner.scan(this.data, offset, this.data.length, true) === 'whole';
    this.#patience?.read((isWhole ? scanner.valueEnd : this.data.length) - offset, offset);
    if (!isWhole) return undefined;
    return { start: scanner.valueStart, end: scanner.valueEnd };
  }

  /** The value of object `number`. */
  value(number: number, index: number): PdfValue {
    const place = this.find(number, index);
    return place === undefined ? NULL : parseValue(this.data, place.start, place.end);
  }

  /** Where a member stands, the first of several of one number. By bisection: a map of millions would take hundreds of megabytes. */
  #search(number: number): number | undefined {
    const sorted = (this.#sorted ??= Float64Array.from(
      this.numbers,
      (each, place) => each * MOST_MEMBERS + place,
    ).sort());
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < number * MOST_MEMBERS) low = middle + 1;
      else high = middle;
    }
    const place = (sorted[low] ?? Infinity) - number * MOST_MEMBERS;
    return place < MOST_MEMBERS ? place : undefined;
  }
}

function behindDigits(data: Uint8Array, at: number, end: number): number {
  const behind = behindInteger(data, at, end);
  return behind === -1 ? end : behind;
}
