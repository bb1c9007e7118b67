import { visibleJson } from './visible.js';

/** Prints one JSON document: the one value there is, or an array of all, each as soon as the next one is there. */
export class JsonDocument {
  readonly #isArray: boolean;
  readonly #print: (lines: string) => void;
  /** Without what stands behind it, which depends on whether another one comes. */
  #last: string | undefined;
  #isBegun = false;

  constructor(isArray: boolean, print: (lines: string) => void) {
    this.#isArray = isArray;
    this.#print = print;
  }

  /** Of the values of a document that is no array only the first counts. */
  add(value: unknown): void {
    if (!this.#isArray) {
      this.#last ??= visibleJson(value, 2);
      return;
    }
    if (this.#last !== undefined) this.#printPart(`${this.#last},`);
    this.#last = visibleJson(value, 2).replaceAll(/^/gm, '  ');
  }

  end(): void {
    if (!this.#isArray) this.#print(this.#last ?? 'null');
    else if (this.#last === undefined) this.#print('[]');
    else this.#printPart(`${this.#last}\n]`);
  }

  /** Ends with what stands against all: alone if there was nothing before, else as the last one. */
  endWith(value: unknown): void {
    if (!this.#isArray || this.#last === undefined) {
      this.#print(visibleJson(value, 2));
      return;
    }
    this.add(value);
    this.end();
  }

  #printPart(text: string): void {
    this.#print(this.#isBegun ? text : `[\n${text}`);
    this.#isBegun = true;
  }
}
