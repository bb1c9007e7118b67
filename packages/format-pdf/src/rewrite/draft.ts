import { ItemList } from '../cipher/item-list.js';
import { encodeHex, encodeLiteral } from '../lex/strings.js';

/** What goes in between the text of a draft. */
const LITERAL = 0;
const HEX = 1;
const DATA = 2;
/** The length of an item, in digits. */
const LENGTH = 3;
/** Nothing: an object begins here. */
const OBJECT = 4;

/** Bytes of the longest number, brackets of a string included. */
const LONGEST_EXTRA = 20;

/** Up to this length a loop copies faster than a call. */
const SHORT_COPY = 32;

/** Text and items after which a draft should be written out. */
const FULL: number = 512 * 1024;

/**
 * Objects that are about to be written: their text with gaps, and the strings and streams that come into the gaps once they
 * have gone through the cipher together. Used again and again, because there are millions of gaps.
 */
export class Draft {
  readonly items: ItemList = new ItemList();
  #text: Uint8Array = new Uint8Array(2 * FULL);
  #used = 0;
  #places: number[] = [];
  #kinds: number[] = [];
  /** Index of the item, or number of the object. */
  #subjects: number[] = [];
  #output: Uint8Array = new Uint8Array(2 * FULL);

  get isFull(): boolean {
    return this.#used + this.items.size > FULL;
  }

  /** An object begins. */
  object(number: number): void {
    this.#gap(OBJECT, number);
  }

  /** ASCII. */
  text(text: string): void {
    this.#room(text.length);
    for (let index = 0; index < text.length; index++) this.#text[this.#used++] = text.charCodeAt(index);
  }

  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    copyBytes(bytes, start, end, this.#text, this.#used);
    this.#used += end - start;
  }

  /** The string that item `index` becomes. */
  string(index: number, isHex: boolean): void {
    this.#gap(isHex ? HEX : LITERAL, index);
  }

  /** The bytes that item `index` becomes. */
  data(index: number): void {
    this.#gap(DATA, index);
  }

  /** How many bytes item `index` becomes. */
  length(index: number): void {
    this.#gap(LENGTH, index);
  }

  /**
   * The whole text, with `results` for the items; valid until the next call. Tells each object's number and where it begins.
   * The draft is empty after it.
   */
  assemble(results: readonly Uint8Array[], tellObject: (number: number, offset: number) => void): Uint8Array {
    const output = this.#outputRoom(results);
    let to = 0;
    let from = 0;
    for (let gap = 0; gap < this.#places.length; gap++) {
      const place = this.#places[gap] ?? 0;
      copyBytes(this.#text, from, place, output, to);
      to += place - from;
      from = place;
      const subject = this.#subjects[gap] ?? 0;
      const kind = this.#kinds[gap] ?? OBJECT;
      if (kind === OBJECT) tellObject(subject, to);
      else to = putItem(kind, results[subject] ?? NOTHING, output, to);
    }
    copyBytes(this.#text, from, this.#used, output, to);
    to += this.#used - from;
    this.#clear();
    return output.subarray(0, to);
  }

  #gap(kind: number, subject: number): void {
    this.#places.push(this.#used);
    this.#kinds.push(kind);
    this.#subjects.push(subject);
  }

  #room(length: number): void {
    if (this.#used + length <= this.#text.length) return;
    const text = new Uint8Array(Math.max(this.#used + length, this.#text.length * 2));
    text.set(this.#text.subarray(0, this.#used));
    this.#text = text;
  }

  #outputRoom(results: readonly Uint8Array[]): Uint8Array {
    let most = this.#used + this.#places.length * LONGEST_EXTRA;
    // A string takes two bytes for one at most, and an item can stand in one gap of that kind only.
    for (const result of results) most += result.length * 2;
    if (most > this.#output.length) this.#output = new Uint8Array(most);
    return this.#output;
  }

  #clear(): void {
    this.#used = 0;
    this.#places.length = this.#kinds.length = this.#subjects.length = 0;
    this.items.clear();
  }
}

const NOTHING = new Uint8Array(0);

function putItem(kind: number, bytes: Uint8Array, output: Uint8Array, at: number): number {
  switch (kind) {
    case LITERAL:
      return encodeLiteral(bytes, output, at);
    case HEX:
      return encodeHex(bytes, output, at);
    case DATA:
      output.set(bytes, at);
      return at + bytes.length;
    default:
      return putDigits(bytes.length, output, at);
  }
}

function putDigits(value: number, output: Uint8Array, at: number): number {
  const digits = String(value);
  for (let index = 0; index < digits.length; index++) output[at + index] = digits.charCodeAt(index);
  return at + digits.length;
}

function copyBytes(bytes: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start > SHORT_COPY) {
    target.set(bytes.subarray(start, end), at);
    return;
  }
  for (let from = start, to = at; from < end; from++, to++) target[to] = bytes[from] ?? 0;
}
