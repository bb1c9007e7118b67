import { reference, type PdfValue } from '../lex/values.js';
import type { MovedObject } from './rewriting.js';

/** Entries that belong to the form of a trailer, or to its file's encryption, not to the document; pdf-irm.md §5. */
const OWN_KEYS: readonly string[] =
  'Size Prev XRefStm W Index Type Length Filter DecodeParms Encrypt Wrapper WrapperOffset'.split(' ');

/** The entries of a trailer that a rewritten file keeps. */
export function keptTrailer(trailer: ReadonlyMap<string, PdfValue>): Map<string, PdfValue> {
  return new Map([...trailer].filter(([key]) => !OWN_KEYS.includes(key)));
}

/**
 * Moves what a trailer holds itself, and should be encrypted, into objects with numbers from `first` on: nothing in a trailer is
 * encrypted. Programs put there what they like, some the document's information, and none of it may lie in the clear. The
 * identifier stays (pdf-irm.md §3.5).
 */
export function moveStrings(trailer: Map<string, PdfValue>, first: number): readonly MovedObject[] {
  const moved: MovedObject[] = [];
  for (const [key, value] of trailer) {
    const isCatalog = key === 'Root' && value.kind === 'dictionary';
    if (key === 'ID' || !(isCatalog || holdsString(value))) continue;
    const number = first + moved.length;
    moved.push({ number, value });
    trailer.set(key, reference(number));
  }
  return moved;
}

function holdsString(value: PdfValue): boolean {
  switch (value.kind) {
    case 'string':
      return true;
    case 'array':
      return value.items.some(holdsString);
    case 'dictionary':
      return [...value.entries.values()].some(holdsString);
    default:
      return false;
  }
}
