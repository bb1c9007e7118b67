/** The objects of a small document as it is put together, numbered from 1. */
export class ObjectTexts {
  readonly #texts: string[] = [];

  /** Takes the next number for an object whose text comes later, so that others can refer to it. */
  reserve(): number {
    return this.#texts.push('null');
  }

  /** One character a byte. */
  set(number: number, text: string): void {
    this.#texts[number - 1] = text;
  }

  add(text: string): number {
    return this.#texts.push(text);
  }

  /** Numbers and texts in their order. */
  all(): readonly (readonly [number: number, text: string])[] {
    return this.#texts.map((text, index) => [index + 1, text]);
  }
}
