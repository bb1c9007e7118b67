import { integerOf, nameOf, type PdfValue } from '../lex/values.js';
import type { PdfDocument } from '../xref/document.js';

/** The bit of `SigFlags` that is set by whoever signs: the file may only be appended to; ISO 32000-2 table 225. */
const APPEND_ONLY = 2;

/** Form fields that are looked at: those of a crafted file may go round in circles. */
const MOST_FIELDS = 10_000;

/** Whether the document is digitally signed. Usage rights, which older readers signed forms with, do not count. */
export async function isSigned(document: PdfDocument, catalog: ReadonlyMap<string, PdfValue>): Promise<boolean> {
  const form = await document.entriesOf(catalog.get('AcroForm'));
  const flags = integerOf(await document.get(form.get('SigFlags'))) ?? 0;
  if ((flags & APPEND_ONLY) !== 0) return true;
  const permissions = await document.entriesOf(catalog.get('Perms'));
  return permissions.has('DocMDP') || (await hasSignedField(document, form.get('Fields')));
}

/** Whether a signature is the value of any field, whatever the flags say. */
async function hasSignedField(document: PdfDocument, fields: PdfValue | undefined): Promise<boolean> {
  const nodes: PdfValue[] = [...(await itemsOf(document, fields))];
  const visited = new Set<number>();
  for (let looks = 0; looks < MOST_FIELDS; looks++) {
    const node = nodes.pop();
    if (node === undefined) return false;
    if (node.kind === 'reference' && visited.has(node.number)) continue;
    if (node.kind === 'reference') visited.add(node.number);
    const field = await document.entriesOf(node);
    const value = field.get('V');
    if (value !== undefined && isSignature(await document.entriesOf(value))) return true;
    if (nodes.length < MOST_FIELDS) nodes.push(...(await itemsOf(document, field.get('Kids'))));
  }
  return false;
}

async function itemsOf(document: PdfDocument, value: PdfValue | undefined): Promise<readonly PdfValue[]> {
  const found = await document.get(value);
  return found.kind === 'array' ? found.items.slice(0, MOST_FIELDS) : [];
}

function isSignature(value: ReadonlyMap<string, PdfValue>): boolean {
  return value.has('ByteRange') || ['Sig', 'DocTimeStamp'].includes(nameOf(value.get('Type')) ?? '');
}
