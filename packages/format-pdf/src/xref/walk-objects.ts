import type { RightsmithError } from '@rightsmith/core';
import { isDamage } from './damage.js';
import { FileOrder } from './file-order.js';
import { ObjectReader } from './object-reader.js';
import type { ObjectSource } from './object-source.js';

/** What happens with each object of a walk. */
export interface ObjectVisitor {
  /**
   * The reader holds the object, which must have ended at `bound`. What it returns is waited for before the next object is
   * read.
   */
  visit(reader: ObjectReader, bound: number): Promise<void> | undefined;
  /** The object of this number is not whole. Unless this fails, the walk goes on behind it. */
  broken(number: number, error: RightsmithError): Promise<void>;
}

/**
 * Visits each plain object of a document whose entries are mended, in the order of the file, except for cross-reference streams.
 *
 * @throws LimitReached; CorruptFile for a file that is made to be looked through again and again; what `visitor` throws
 */
export async function walkObjects(document: ObjectSource, visitor: ObjectVisitor): Promise<void> {
  const { entries, source, patience } = document;
  const reader = new ObjectReader(source);
  const order = new FileOrder(entries, source.size);
  for (let index = 0; index < order.numbers.length; index++) {
    const [offset, bound] = [order.offset(index), order.bound(index)];
    try {
      // Waiting for what is in memory already would cost as much as scanning it.
      if (!reader.readLoaded(offset) && !(await reader.read(offset, order.ahead(index)))) continue;
    } catch (error) {
      if (!isDamage(error)) throw error;
      patience.spend(reader.wasted, offset);
      await visitor.broken(order.numbers[index] ?? 0, error);
      continue;
    }
    if (reader.end > bound) patience.spend(reader.end - bound, offset);
    if (reader.scanner.facts.isCrossReferenceStream && reader.streamStart !== -1) continue;
    const done = visitor.visit(reader, bound);
    if (done !== undefined) await done;
  }
}
