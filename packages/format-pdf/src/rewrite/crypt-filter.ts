import { nameOf, type PdfDictionary, type PdfValue } from '../lex/values.js';
import type { PdfDocument } from '../xref/document.js';
import { MOST_FILTERS } from '../xref/filters.js';

/**
 * Takes `Crypt` filters out of streams. Such a stream would stay clear by ISO 32000 and not by Microsoft's code; without the
 * filter both read it alike (pdf-irm.md §3.4).
 */
export class CryptFilterRemoval {
  readonly #document: PdfDocument;
  /** Objects that hold filters of other names: many streams may share one. */
  readonly #harmless = new Set<number>();

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  /** A stream's dictionary without these filters and their parameters, wherever they are; undefined: it has none. */
  async without(dictionary: PdfDictionary): Promise<PdfDictionary | undefined> {
    const filter = dictionary.entries.get('Filter');
    const filters = await this.#listOf(filter);
    const kept = filters.map((value) => nameOf(value) !== 'Crypt');
    if (!kept.includes(false)) {
      if (filter?.kind === 'reference') this.#harmless.add(filter.number);
      return undefined;
    }
    const entries = new Map(dictionary.entries);
    entries.set('Filter', { kind: 'array', items: filters.filter((_, index) => kept[index]) });
    const parameters = await this.#listOf(dictionary.entries.get('DecodeParms'));
    if (parameters.length > 0) {
      entries.set('DecodeParms', { kind: 'array', items: parameters.filter((_, index) => kept[index]) });
    }
    return { kind: 'dictionary', entries };
  }

  /** One value or those of an array, references followed where they may lead to the name; none where no reader takes so many. */
  async #listOf(value: PdfValue | undefined): Promise<readonly PdfValue[]> {
    if (value === undefined || this.#isHarmless(value)) return [];
    const list = await this.#document.get(value);
    const items = list.kind === 'array' ? list.items : [list];
    if (items.length > MOST_FILTERS) return [];
    const found: PdfValue[] = [];
    for (const item of items) found.push(await this.#found(item));
    return found;
  }

  async #found(item: PdfValue): Promise<PdfValue> {
    if (item.kind !== 'reference' || this.#isHarmless(item)) return item;
    const value = await this.#document.get(item);
    if (value.kind === 'name') return value;
    // Whatever it is, it may as well stay where it is.
    this.#harmless.add(item.number);
    return item;
  }

  #isHarmless(value: PdfValue): boolean {
    return value.kind === 'reference' && this.#harmless.has(value.number);
  }
}
