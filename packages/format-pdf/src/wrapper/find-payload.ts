import { nameOf, type PdfValue } from '../lex/values.js';
import type { PdfDocument } from '../xref/document.js';
import { PAYLOAD_RELATIONSHIP } from './names.js';

/** Nodes of the name tree of embedded files that are looked at: a wrapper has one. */
const MOST_NODES = 1000;

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
  for (const file of files) {
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
  const nodes: (PdfValue | undefined)[] = [names.get('EmbeddedFiles')];
  for (let visited = 0; nodes.length > 0 && visited < MOST_NODES; visited++) {
    const node = await document.entriesOf(nodes.shift());
    const leaves = await document.get(node.get('Names'));
    // Keys and values in turn.
    for (let index = 1; leaves.kind === 'array' && index < leaves.items.length; index += 2) {
      const entries = await document.entriesOf(leaves.items[index]);
      if (isPayload(entries)) return entries;
    }
    const kids = await document.get(node.get('Kids'));
    if (kids.kind === 'array') nodes.push(...kids.items.slice(0, MOST_NODES));
  }
  return undefined;
}

function isPayload(specification: ReadonlyMap<string, PdfValue>): boolean {
  return nameOf(specification.get('AFRelationship')) === PAYLOAD_RELATIONSHIP;
}
