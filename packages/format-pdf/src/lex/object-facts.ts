import { isDigit, matches, NUMBER_SIGN } from './characters.js';
import { decodeName } from './names.js';
import { readDigits, referenceEnd } from './references.js';

/** What a token is, as far as the structure around it depends on it. */
export type TokenKind = 'name' | 'string' | 'word' | 'other';

/** Containers inside each other that are followed. Others stop at about the same depth, and no known program writes as many. */
export const MAXIMUM_DEPTH = 500;

/** What stands next in a container. */
const ARRAY = 0;
const KEY_NEXT = 1;
const VALUE_NEXT = 2;

/** Keys whose values matter. */
const KEYS = ['', 'Type', 'FT', 'Contents', 'Length', 'Filter'] as const;
const [, TYPE, FIELD_TYPE, CONTENTS, LENGTH, FILTER] = [0, 1, 2, 3, 4, 5] as const;

/** What is known of a dictionary while it is open. */
const HAS_TYPE = 1;
const IS_SIGNATURE = 2;
const IS_SIGNATURE_FIELD = 4;

/**
 * What the tokens of one value amount to: where its strings are and which of them stay clear, and the entries of a stream's
 * dictionary that rewriting changes. Kept in arrays of numbers, because a file can have millions of them.
 */
export class ObjectFacts {
  /** Containers that are open. */
  depth = 0;
  stringCount = 0;
  stringStarts: Int32Array = new Int32Array(64);
  stringEnds: Int32Array = new Int32Array(64);
  /** Where not 0: the string is the value of a signature, which is never encrypted; pdf-irm.md §3.4. */
  stringsClear: Uint8Array = new Uint8Array(64);
  /** Where the value of the outermost dictionary's `Length` stands, or should stand; -1 where there is no such key. */
  lengthStart = -1;
  lengthEnd = -1;
  /** Whether there is another such key before that: readers differ in which one they take. */
  isLengthRepeated = false;
  /** What it is: the number, or the number of the object that holds it; -1 for anything else. */
  length = -1;
  lengthReference = -1;
  /** Of the outermost dictionary. */
  isCrossReferenceStream = false;
  isObjectStream = false;
  isCatalog = false;
  /** Whether its filters name `Crypt`, or may do so because they, or one of them, are in another object. */
  mayHaveCryptFilter = false;
  readonly #states: Uint8Array = new Uint8Array(MAXIMUM_DEPTH + 1);
  readonly #starts: Int32Array = new Int32Array(MAXIMUM_DEPTH + 1);
  readonly #keys: Uint8Array = new Uint8Array(MAXIMUM_DEPTH + 1);
  readonly #traits: Uint8Array = new Uint8Array(MAXIMUM_DEPTH + 1);
  readonly #contents: Int32Array = new Int32Array(MAXIMUM_DEPTH + 1);
  #bytes: Uint8Array = new Uint8Array(0);

  reset(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.depth = this.stringCount = 0;
    this.lengthStart = this.lengthEnd = this.length = this.lengthReference = -1;
    this.isCrossReferenceStream = this.isObjectStream = this.isCatalog = false;
    this.isLengthRepeated = this.mayHaveCryptFilter = false;
  }

  /** Whether the innermost container is an array. */
  isInArray(): boolean {
    return this.depth > 0 && this.#states[this.depth] === ARRAY;
  }

  /** Whether the innermost container is a dictionary. */
  isInDictionary(): boolean {
    return this.depth > 0 && this.#states[this.depth] !== ARRAY;
  }

  /** A container begins. False: there are too many inside each other. */
  open(isDictionary: boolean, start: number): boolean {
    if (this.depth === MAXIMUM_DEPTH) return false;
    const depth = ++this.depth;
    this.#starts[depth] = start;
    this.#states[depth] = isDictionary ? KEY_NEXT : ARRAY;
    this.#keys[depth] = this.#traits[depth] = 0;
    this.#contents[depth] = -1;
    return true;
  }

  /** The innermost container ends, and is itself a token of the one around it. */
  close(end: number): void {
    const depth = this.depth--;
    const contents = this.#contents[depth] ?? -1;
    if (contents !== -1 && isSignature(this.#traits[depth] ?? 0)) this.stringsClear[contents] = 1;
    this.take('other', this.#starts[depth] ?? 0, end, end);
  }

  /** A token from `start` to `end`; the bytes behind it are known up to `limit`. */
  take(kind: TokenKind, start: number, end: number, limit: number): void {
    if (kind === 'string') this.#addString(start, end);
    const depth = this.depth;
    if (depth === 0) return;
    const state = this.#states[depth];
    if (state === VALUE_NEXT) {
      this.#states[depth] = KEY_NEXT;
      if (this.#keys[depth] !== 0) this.#takeValue(kind, start, end, limit);
    } else if (state === KEY_NEXT) {
      if (kind === 'name') this.#takeKey(start, end);
    } else if (depth === 2 && this.#keys[1] === FILTER) this.#takeFilter(start, end);
    // Anything else in place of a key belongs to no entry: the rest of a reference, or junk.
  }

  #takeKey(start: number, end: number): void {
    this.#states[this.depth] = VALUE_NEXT;
    const key = keyCode(this.#bytes, start, end);
    this.#keys[this.depth] = key;
    if (key !== LENGTH || this.depth > 1) return;
    this.isLengthRepeated = this.lengthStart !== -1;
    // Its value may be missing.
    this.lengthStart = this.lengthEnd = end;
    this.length = this.lengthReference = -1;
  }

  #takeValue(kind: TokenKind, start: number, end: number, limit: number): void {
    const depth = this.depth;
    switch (this.#keys[depth]) {
      case TYPE:
        this.#takeType(start, end);
        return;
      case FIELD_TYPE:
        if (isName(this.#bytes, start, end, 'Sig')) this.#addTrait(IS_SIGNATURE_FIELD);
        return;
      case CONTENTS:
        this.#contents[depth] = kind === 'string' ? this.stringCount - 1 : -1;
        return;
      case LENGTH:
        if (depth === 1) this.#takeLength(start, end, limit);
        return;
      default:
        if (depth === 1) this.#takeFilter(start, end);
    }
  }

  #takeType(start: number, end: number): void {
    this.#addTrait(HAS_TYPE);
    const bytes = this.#bytes;
    if (isName(bytes, start, end, 'Sig') || isName(bytes, start, end, 'DocTimeStamp')) this.#addTrait(IS_SIGNATURE);
    if (this.depth > 1) return;
    this.isCrossReferenceStream = isName(bytes, start, end, 'XRef');
    this.isObjectStream = isName(bytes, start, end, 'ObjStm');
    this.isCatalog = isName(bytes, start, end, 'Catalog');
  }

  #addTrait(trait: number): void {
    this.#traits[this.depth] = (this.#traits[this.depth] ?? 0) | trait;
  }

  #takeLength(start: number, end: number, limit: number): void {
    const behind = isDigit(this.#bytes[start]) ? referenceEnd(this.#bytes, start, limit) : -1;
    // Digits with something else behind them are no number.
    const isWhole = behind !== -1 || behindDigits(this.#bytes, start) === end;
    const number = isWhole ? readDigits(this.#bytes, start) : -1;
    this.lengthStart = start;
    this.lengthEnd = behind === -1 ? end : behind;
    this.length = behind === -1 ? number : -1;
    this.lengthReference = behind === -1 ? -1 : number;
  }

  #takeFilter(start: number, end: number): void {
    if (isDigit(this.#bytes[start]) || isName(this.#bytes, start, end, 'Crypt')) this.mayHaveCryptFilter = true;
  }

  #addString(start: number, end: number): void {
    const index = this.stringCount++;
    if (index === this.stringStarts.length) this.#grow();
    this.stringStarts[index] = start;
    this.stringEnds[index] = end;
    this.stringsClear[index] = 0;
  }

  #grow(): void {
    const length = this.stringStarts.length * 2;
    const [starts, ends, clear] = [new Int32Array(length), new Int32Array(length), new Uint8Array(length)];
    starts.set(this.stringStarts);
    ends.set(this.stringEnds);
    clear.set(this.stringsClear);
    this.stringStarts = starts;
    this.stringEnds = ends;
    this.stringsClear = clear;
  }
}

/**
 * Whether the `Contents` of such a dictionary is a signature. Microsoft's code also spares that of a signature field without a
 * type, where it is alternate text; both directions have to agree (pdf-irm.md §3.4).
 */
function isSignature(traits: number): boolean {
  return (traits & IS_SIGNATURE) !== 0 || (traits & (HAS_TYPE | IS_SIGNATURE_FIELD)) === IS_SIGNATURE_FIELD;
}

function keyCode(bytes: Uint8Array, start: number, end: number): number {
  return Math.max(
    KEYS.findIndex((key) => isName(bytes, start, end, key)),
    0,
  );
}

/** Whether the name token, its solidus included, is this name. */
function isName(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  const extra = end - start - 1 - name.length;
  if (extra === 0) return matches(bytes, start + 1, name);
  // An escape has two bytes more than the byte it stands for.
  return extra > 0 && extra % 2 === 0 && hasEscape(bytes, start, end) && decodeName(bytes, start, end) === name;
}

function behindDigits(bytes: Uint8Array, start: number): number {
  let position = start;
  while (isDigit(bytes[position])) position++;
  return position;
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position++) if (bytes[position] === NUMBER_SIGN) return true;
  return false;
}
