/** How well-known formats begin. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, name: string])[] = [
  [/^%PDF-/, 'a PDF document'],
  [/^\{\\rtf/, 'an RTF document'],
  [/^\.pfile/, 'a protected file (PFILE)'],
  [/^PK/, 'a ZIP archive'],
  [/^\x89PNG/, 'a PNG picture'],
  [/^\xff\xd8\xff/, 'a JPEG picture'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b/i, 'a web page, as servers send it in place of a file'],
  [/^(?:\xef\xbb\xbf)?\s*<\?xml\b/, 'an XML document'],
];

/** Of nothing at all. */
export const EMPTY = 'an empty file';

// eslint-disable-next-line no-control-regex -- they are what tells text from other data
const BINARY = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/;

/** What a file that begins so looks like, in words that follow `it looks like`. */
export function looksLike(head: Uint8Array): string {
  const text = Buffer.from(head).toString('latin1');
  if (text === '') return EMPTY;
  const known = BEGINNINGS.find(([beginning]) => beginning.test(text));
  if (known !== undefined) return known[1];
  return BINARY.test(text) ? 'data of another kind' : 'a text';
}
