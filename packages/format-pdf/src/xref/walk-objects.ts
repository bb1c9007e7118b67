import type { PdfDocument } from './document.js';
import { FileOrder } from './file-order.js';
import { ObjectReader } from './object-reader.js';

/**
 * Calls `visit` for each plain object of a document whose entries are mended, in the order of the file, except for
 * cross-reference streams: with the reader that holds it, and the offset at which it must have ended. What `visit` returns is
 * waited for before the next object is read.
 *
 * @throws CorruptFile when an object is broken; LimitReached
 */
export async function walkObjects(
  { entries, source }: PdfDocument,
  visit: (reader: ObjectReader, bound: number) => Promise<void> | undefined,
): Promise<void> {
  const reader = new ObjectReader(source);
  const order = new FileOrder(entries, source.size);
  for (let index = 0; index < order.numbers.length; index++) {
    const offset = order.offset(index);
    // Waiting for what is in memory already would cost as much as scanning it.
    if (!reader.readLoaded(offset)) await reader.read(offset, order.ahead(index));
    if (reader.scanner.facts.isCrossReferenceStream && reader.streamStart !== -1) continue;
    const done = visit(reader, order.bound(index));
    if (done !== undefined) await done;
  }
}
