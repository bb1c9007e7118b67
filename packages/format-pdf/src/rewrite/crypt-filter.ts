import { nameOf, type PdfDictionary, type PdfValue } from '../lex/values.js';

/**
 * A stream's dictionary without its `Crypt` filters and their parameters. Such a stream would stay clear by ISO 32000 and not
 * by Microsoft's code; without the filter both read it alike (pdf-irm.md §3.4).
 */
export function withoutCryptFilter(dictionary: PdfDictionary): PdfDictionary {
  const filters = listOf(dictionary.entries.get('Filter'));
  const parameters = listOf(dictionary.entries.get('DecodeParms'));
  const kept = filters.map((filter) => nameOf(filter) !== 'Crypt');
  const entries = new Map(dictionary.entries);
  entries.set('Filter', { kind: 'array', items: filters.filter((_, index) => kept[index]) });
  if (parameters.length > 0) {
    entries.set('DecodeParms', { kind: 'array', items: parameters.filter((_, index) => kept[index]) });
  }
  return { kind: 'dictionary', entries };
}

function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined) return [];
  return value.kind === 'array' ? value.items : [value];
}
