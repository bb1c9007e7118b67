/** What the cross-reference says about an object number. */
const UNKNOWN = 0;
const FREE = 1;
const PLAIN = 2;
const COMPRESSED = 3;

const FIRST_ROOM = 256;

/** The object number Acrobat stops at; ISO 32000-1 annex C. */
export const LARGEST_NUMBER = 8_388_607;

/** Numbers up to this one are taken from files of any size: small ones are not always numbered from 1. */
const USUAL_NUMBER: number = 2 ** 20;

/**
 * The cross-reference table of a file: where its newest objects are. 13 bytes an object number, because files with hundreds of
 * thousands of objects are common. Numbers far beyond what a file of this size could fill are left out, so that one of them
 * cannot make the table large.
 */
export class CrossReference {
  readonly #largest: number;
  #kinds: Uint8Array = new Uint8Array(FIRST_ROOM);
  /** Offset, or number of the object stream. */
  #places: Float64Array = new Float64Array(FIRST_ROOM);
  /** Generation, or index in the object stream. */
  #details: Uint32Array = new Uint32Array(FIRST_ROOM);
  #size = 0;

  constructor(fileSize: number) {
    this.#largest = Math.min(LARGEST_NUMBER, Math.max(fileSize, USUAL_NUMBER));
  }

  /** One more than the largest object number in it. */
  get size(): number {
    return this.#size;
  }

  /** Adds an object at an offset, unless a newer entry is known. */
  addPlain(number: number, offset: number, generation: number): void {
    this.#add(number, PLAIN, offset, generation);
  }

  /** Adds an object in an object stream, unless a newer entry is known. */
  addCompressed(number: number, container: number, index: number): void {
    this.#add(number, COMPRESSED, container, index);
  }

  /** Marks a number as that of no object, unless a newer entry is known. */
  addFree(number: number): void {
    this.#add(number, FREE, 0, 0);
  }

  /** Forgets what is known of a number. */
  forget(number: number): void {
    if (number < this.#size) this.#kinds[number] = UNKNOWN;
  }

  isPlain(number: number): boolean {
    return number < this.#size && this.#kinds[number] === PLAIN;
  }

  isCompressed(number: number): boolean {
    return number < this.#size && this.#kinds[number] === COMPRESSED;
  }

  /** Of a plain object: bytes from the start of the file. */
  offsetOf(number: number): number {
    return this.#places[number] ?? 0;
  }

  /** Of a plain object. */
  generationOf(number: number): number {
    return this.#details[number] ?? 0;
  }

  /** Of a compressed object: the number of the object stream that holds it. */
  containerOf(number: number): number {
    return this.#places[number] ?? 0;
  }

  /** Of a compressed object: its place in the object stream. */
  indexOf(number: number): number {
    return this.#details[number] ?? 0;
  }

  /** Numbers of all compressed objects. */
  *compressed(): Iterable<number> {
    for (let number = 0; number < this.#size; number++) if (this.#kinds[number] === COMPRESSED) yield number;
  }

  /** Numbers of all plain objects in the order of their offsets. */
  plainInFileOrder(): Uint32Array {
    const numbers = new Uint32Array(this.#size);
    let count = 0;
    for (let number = 0; number < this.#size; number++) if (this.#kinds[number] === PLAIN) numbers[count++] = number;
    const ordered = numbers.subarray(0, count);
    // Most programs write objects in the order of their numbers, and sorting with a comparison is slow.
    return this.#isInOrder(ordered) ? ordered : ordered.sort((one, other) => this.offsetOf(one) - this.offsetOf(other));
  }

  #isInOrder(numbers: Uint32Array): boolean {
    for (let index = 1; index < numbers.length; index++) {
      if (this.offsetOf(numbers[index] ?? 0) < this.offsetOf(numbers[index - 1] ?? 0)) return false;
    }
    return true;
  }

  #add(number: number, kind: number, place: number, detail: number): void {
    // No object has the number 0; ISO 32000-2 §7.5.4.
    if (number > this.#largest || (number === 0 && kind !== FREE)) return;
    if (number < this.#size && this.#kinds[number] !== UNKNOWN) return;
    if (number >= this.#kinds.length) this.#grow(number + 1);
    this.#kinds[number] = kind;
    this.#places[number] = place;
    this.#details[number] = detail;
    this.#size = Math.max(this.#size, number + 1);
  }

  #grow(needed: number): void {
    const room = Math.max(needed, this.#kinds.length * 2);
    const [kinds, places, details] = [new Uint8Array(room), new Float64Array(room), new Uint32Array(room)];
    kinds.set(this.#kinds);
    places.set(this.#places);
    details.set(this.#details);
    this.#kinds = kinds;
    this.#places = places;
    this.#details = details;
  }
}
