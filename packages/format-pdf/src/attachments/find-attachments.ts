import { decodeTextString } from '../labels/text-string.js';
import { nameOf, type PdfValue } from '../lex/values.js';
import type { PdfDocument, PdfObject } from '../xref/document.js';
import { nameTree, type NamedValue } from '../xref/name-tree.js';
import { Visited } from '../xref/visited.js';

/** A file inside a PDF. */
export interface Attachment {
  /** Untrusted text. */
  readonly name: string;
  readonly file: PdfObject;
}

/** Nodes of the page tree, and annotations, that are looked at. */
const MOST_NODES = 100_000;

/** Where a file specification has its embedded file; the first is what a reader takes. ISO 32000-2 §7.11.3. */
const FILE_KEYS = ['UF', 'F', 'Unix', 'DOS', 'Mac'];

/** Every embedded file, once: of the document, associated with it, and of annotations on its pages. */
export async function* findAttachments(document: PdfDocument): AsyncGenerator<Attachment, void, void> {
  const [specifications, files] = [new Visited(), new Set<number>()];
  for await (const { name, value } of allSpecifications(document)) {
    if (!specifications.isNew(value)) continue;
    const specification = await document.entriesOf(value);
    // What is shared was looked at with the first that shares it.
    const number = specifications.isNew(specification.get('EF'))
      ? await fileNumber(document, specification)
      : undefined;
    if (number === undefined || files.has(number)) continue;
    files.add(number);
    const file = await document.object(number);
    if (file?.stream === undefined) continue;
    yield { name: (await fileName(document, specification, name)) ?? `attachment ${files.size}`, file };
  }
}

/** File specifications, with the name they have in the tree. */
async function* allSpecifications(document: PdfDocument): AsyncGenerator<NamedValue, void, void> {
  const catalog = await document.entriesOf(document.trailer.get('Root'));
  const names = await document.entriesOf(catalog.get('Names'));
  yield* nameTree(document, names.get('EmbeddedFiles'));
  const associated = await document.get(catalog.get('AF'));
  for (const value of associated.kind === 'array' ? associated.items : []) yield { name: undefined, value };
  yield* annotatedFiles(document, catalog.get('Pages'));
}

async function* annotatedFiles(
  document: PdfDocument,
  pages: PdfValue | undefined,
): AsyncGenerator<NamedValue, void, void> {
  const nodes: PdfValue[] = pages === undefined ? [] : [pages];
  const seen = new Visited();
  let left = MOST_NODES;
  for (let node = nodes.pop(); node !== undefined && left > 0; node = nodes.pop()) {
    if (!seen.isNew(node)) continue;
    left -= 1;
    const entries = await document.entriesOf(node);
    nodes.push(...(await newItems(document, entries.get('Kids'), seen, left)).reverse());
    for (const annotation of await newItems(document, entries.get('Annots'), seen, left)) {
      if (!seen.isNew(annotation)) continue;
      left -= 1;
      const { isFile, value } = await attachedTo(document, annotation);
      if (isFile) yield { name: undefined, value };
    }
  }
}

/** The first items of an array that was not looked at before. */
async function newItems(
  document: PdfDocument,
  value: PdfValue | undefined,
  seen: Visited,
  most: number,
): Promise<PdfValue[]> {
  const array = seen.isNew(value) ? await document.get(value) : undefined;
  return array?.kind === 'array' ? array.items.slice(0, most) : [];
}

async function attachedTo(
  document: PdfDocument,
  annotation: PdfValue,
): Promise<{ readonly isFile: boolean; readonly value: PdfValue | undefined }> {
  const entries = await document.entriesOf(annotation);
  const subtype = nameOf(await document.get(entries.get('Subtype')));
  return { isFile: subtype === 'FileAttachment', value: entries.get('FS') };
}

async function fileNumber(
  document: PdfDocument,
  specification: ReadonlyMap<string, PdfValue>,
): Promise<number | undefined> {
  const files = await document.entriesOf(specification.get('EF'));
  const references = FILE_KEYS.map((key) => files.get(key));
  const reference = references.find((value) => value?.kind === 'reference');
  return reference?.kind === 'reference' ? reference.number : undefined;
}

async function fileName(
  document: PdfDocument,
  specification: ReadonlyMap<string, PdfValue>,
  nameInTree: PdfValue | undefined,
): Promise<string | undefined> {
  for (const value of [...FILE_KEYS.map((key) => specification.get(key)), nameInTree]) {
    const text = await document.get(value);
    if (text.kind === 'string' && text.bytes.length > 0) return decodeTextString(text.bytes);
  }
  return undefined;
}
