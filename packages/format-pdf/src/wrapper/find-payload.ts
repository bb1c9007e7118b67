import { nameOf, type PdfValue } from '../lex/values.js';
import type { PdfDocument } from '../xref/document.js';
import { nameTree } from '../xref/name-tree.js';
import { PAYLOAD_RELATIONSHIP } from './names.js';

/** Files of each kind that are looked at: a wrapper has one. */
const MOST_FILES = 1000;

/**
 * The file specification of the encrypted payload: the first such associated file, or else the first such embedded one.
 * Microsoft's reader takes only the first associated file; pdf-irm.md §1.
 */
export async function findPayloadSpecification(
  document: PdfDocument,
): Promise<ReadonlyMap<string, PdfValue> | undefined> {
  const catalog = await document.entriesOf(document.trailer.get('Root'));
  const associated = await document.get(catalog.get('AF'));
  const files = associated.kind === 'array' ? associated.items : [];
  for (const file of files.slice(0, MOST_FILES)) {
    const entries = await document.entriesOf(file);
    if (isPayload(entries)) return entries;
  }
  return findEmbedded(document, catalog);
}

async function findEmbedded(
  document: PdfDocument,
  catalog: ReadonlyMap<string, PdfValue>,
): Promise<ReadonlyMap<string, PdfValue> | undefined> {
  const names = await document.entriesOf(catalog.get('Names'));
  let files = 0;
  for await (const { value } of nameTree(document, names.get('EmbeddedFiles'))) {
    if (++files > MOST_FILES) return undefined;
    const entries = await document.entriesOf(value);
    if (isPayload(entries)) return entries;
  }
  return undefined;
}

function isPayload(specification: ReadonlyMap<string, PdfValue>): boolean {
  return nameOf(specification.get('AFRelationship')) === PAYLOAD_RELATIONSHIP;
}
