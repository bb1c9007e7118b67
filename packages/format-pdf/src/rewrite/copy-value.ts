import { isDigit } from '../lex/characters.js';
import type { ObjectScanner } from '../lex/object-scanner.js';
import { decodeString, isHex } from '../lex/strings.js';
import type { Draft } from './draft.js';

/** What a stream's length becomes: this number, or as many bytes as the item of this index becomes. */
export type NewLength = { readonly bytes: number } | { readonly item: number };

/** Bytes without a string that are copied at once. */
const LONGEST_PART: number = 256 * 1024;

/** Copies the value a scanner found in `bytes` to a draft token for token, but turns the strings that do not stay clear into items. */
export class ValueCopier {
  readonly #draft: Draft;
  readonly #ciphersStrings: boolean;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Index of the string that comes next. */
  #next = 0;

  /** `ciphersStrings` false: strings are copied like everything else. */
  constructor(draft: Draft, ciphersStrings: boolean) {
    this.#draft = draft;
    this.#ciphersStrings = ciphersStrings;
  }

  /** The value that comes next stands in `bytes`. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#next = 0;
  }

  /** Copies the value from `at` on, up to its end or until it is time to look whether the draft is full; tells how far it came. */
  copyPart(scanner: ObjectScanner, at: number): number {
    return this.#span(scanner, at, Math.min(scanner.valueEnd, at + LONGEST_PART), true);
  }

  /** Copies a stream's dictionary, in which `length` replaces the old one. */
  copyWithLength(bytes: Uint8Array, scanner: ObjectScanner, length: NewLength): void {
    this.begin(bytes);
    const { facts, valueStart, valueEnd } = scanner;
    if (facts.lengthStart === -1) {
      this.#draft.text('<</Length ');
      this.#length(length);
      // What follows may begin like a number goes on.
      this.#draft.text(' ');
      this.#span(scanner, valueStart + '<<'.length, valueEnd);
    } else {
      const isNumber = isDigit(bytes[facts.lengthStart]);
      this.#span(scanner, valueStart, facts.lengthStart);
      if (!isNumber) this.#draft.text(' ');
      this.#length(length);
      if (!isNumber) this.#draft.text(' ');
      this.#span(scanner, facts.lengthEnd, valueEnd);
    }
  }

  /** Copies up to `to`, and to the end of a string that goes on there; `maySuspend`: or until the draft is full. */
  #span({ facts }: ObjectScanner, from: number, to: number, maySuspend = false): number {
    let at = from;
    if (this.#ciphersStrings) {
      for (; this.#next < facts.stringCount; this.#next++) {
        const start = facts.stringStarts[this.#next] ?? 0;
        if (start >= to) break;
        if (start < at || facts.stringsClear[this.#next] !== 0) continue;
        this.#draft.copy(this.#bytes, at, start);
        at = facts.stringEnds[this.#next] ?? start;
        this.#string(start, at);
        if (maySuspend && this.#draft.isFull) return at;
      }
    }
    if (at < to) this.#draft.copy(this.#bytes, at, to);
    return Math.max(at, to);
  }

  #string(start: number, end: number): void {
    const { items } = this.#draft;
    const at = items.reserve(end - start);
    const item = items.add(decodeString(this.#bytes, start, end, items.bytes, at));
    this.#draft.string(item, isHex(this.#bytes, start));
  }

  #length(length: NewLength): void {
    if ('item' in length) this.#draft.length(length.item);
    else this.#draft.text(String(length.bytes));
  }
}
