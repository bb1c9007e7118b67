import { skipWhitespace } from '../lex/characters.js';
import { ObjectScanner } from '../lex/object-scanner.js';
import { parseValue } from '../lex/parse-value.js';
import { behindInteger, readDigits } from '../lex/references.js';
import { integerOf, NULL, type PdfValue } from '../lex/values.js';
import { damaged } from './damage.js';

/** A decoded object stream; ISO 32000-2 §7.5.7. Its numbers are not trusted: a member that does not stand where it should is null. */
export class ObjectStream {
  readonly data: Uint8Array;
  /** Numbers of the members in their order. */
  readonly numbers: readonly number[];
  readonly #offsets: readonly number[];
  readonly #scanner = new ObjectScanner();
  /** Places by number, made when a member is not at the place it should have. */
  #places: ReadonlyMap<number, number> | undefined;

  /** @throws CorruptFile when its head makes no sense */
  constructor(data: Uint8Array, dictionary: ReadonlyMap<string, PdfValue>) {
    const [count, first] = [integerOf(dictionary.get('N')) ?? -1, integerOf(dictionary.get('First')) ?? -1];
    if (count < 0 || first < 0 || first > data.length) throw damaged('N or First makes no sense.', 'object stream');
    this.data = data;
    const numbers: number[] = [];
    const offsets: number[] = [];
    for (let at = 0, member = 0; member < count; member++) {
      const number = skipWhitespace(data, at, first);
      const offset = behindInteger(data, number, first);
      if (offset === -1) break;
      const place = readDigits(data, offset);
      numbers.push(readDigits(data, number));
      offsets.push(place === -1 ? data.length : first + place);
      at = Math.max(offset, behindDigits(data, offset, first));
    }
    this.numbers = numbers;
    this.#offsets = offsets;
  }

  /** Where in `data` the value of object `number` stands, at place `index` if that place is its own; undefined: nowhere. */
  find(number: number, index: number): { readonly start: number; readonly end: number } | undefined {
    const place = this.numbers[index] === number ? index : this.#search(number);
    const offset = place === undefined ? undefined : this.#offsets[place];
    if (offset === undefined || offset >= this.data.length) return undefined;
    const scanner = this.#scanner;
    if (scanner.scan(this.data, offset, this.data.length, true) !== 'whole') return undefined;
    return { start: scanner.valueStart, end: scanner.valueEnd };
  }

  /** The value of object `number`. */
  value(number: number, index: number): PdfValue {
    const place = this.find(number, index);
    return place === undefined ? NULL : parseValue(this.data, place.start, place.end);
  }

  /** Where a member stands, the first of several of one number. */
  #search(number: number): number | undefined {
    this.#places ??= new Map([...this.numbers.entries()].reverse().map(([place, each]) => [each, place]));
    return this.#places.get(number);
  }
}

function behindDigits(data: Uint8Array, at: number, end: number): number {
  const behind = behindInteger(data, at, end);
  return behind === -1 ? end : behind;
}
