import type { PdfValue } from '../lex/values.js';

/** Entries that belong to the form of a trailer, or to its file's encryption, not to the document; pdf-irm.md §5. */
const OWN_KEYS: readonly string[] =
  'Size Prev XRefStm W Index Type Length Filter DecodeParms Encrypt Wrapper WrapperOffset'.split(' ');

/** The entries of a trailer that a rewritten file keeps. */
export function keptTrailer(trailer: ReadonlyMap<string, PdfValue>): Map<string, PdfValue> {
  return new Map([...trailer].filter(([key]) => !OWN_KEYS.includes(key)));
}
