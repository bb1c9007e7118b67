import type { PdfValue } from '../lex/values.js';

/**
 * Objects that were looked at. A file can refer to one object a million times, and in circles; each time it would be read
 * and parsed again.
 */
export class Visited {
  readonly #numbers = new Set<number>();

  /** Whether the value leads to an object that was not asked about before; true for what is no reference. */
  isNew(value: PdfValue | undefined): boolean {
    if (value?.kind !== 'reference') return true;
    if (this.#numbers.has(value.number)) return false;
    this.#numbers.add(value.number);
    return true;
  }
}
