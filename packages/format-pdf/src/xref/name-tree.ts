import type { PdfValue } from '../lex/values.js';
import type { PdfDocument } from './document.js';
import { Visited } from './visited.js';

/** Nodes of a tree that are looked at. */
const MOST_NODES = 1000;

/** A name and what it stands for. */
export interface NamedValue {
  readonly name: PdfValue | undefined;
  readonly value: PdfValue | undefined;
}

/** What a name tree holds, nearest to its root first, each object once; ISO 32000-2 §7.9.6. */
export async function* nameTree(
  document: PdfDocument,
  root: PdfValue | undefined,
): AsyncGenerator<NamedValue, void, void> {
  const nodes: (PdfValue | undefined)[] = [root];
  const seen = new Visited();
  for (let count = 0; nodes.length > 0 && count < MOST_NODES; count++) {
    const next = nodes.shift();
    if (!seen.isNew(next)) continue;
    const node = await document.entriesOf(next);
    const leaves = await document.get(node.get('Names'));
    // Keys and values in turn.
    for (let index = 1; leaves.kind === 'array' && index < leaves.items.length; index += 2) {
      const [name, value] = [leaves.items[index - 1], leaves.items[index]];
      if (seen.isNew(value)) yield { name, value };
    }
    const kids = await document.get(node.get('Kids'));
    if (kids.kind === 'array') nodes.push(...kids.items.slice(0, MOST_NODES));
  }
}
