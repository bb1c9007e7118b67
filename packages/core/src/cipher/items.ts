import { allocate } from '../bytes/allocate.js';
import { paddedLength } from './sizes.js';

/** One of many items, and its place among them. */
export interface Item {
  readonly bytes: Uint8Array;
  readonly index: number;
}

/** Items that take equally many bytes when encrypted go through the cipher together: the items by that number. */
export function groupByEncryptedLength(
  items: readonly Uint8Array[],
  pads: boolean,
): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>();
  for (const [index, bytes] of items.entries()) {
    const length = pads ? paddedLength(bytes.length) : bytes.length;
    const group = groups.get(length);
    if (group === undefined) groups.set(length, [{ bytes, index }]);
    else group.push({ bytes, index });
  }
  return groups;
}

/** Many items in one array, so that one call does for all, and the bytes at which they start there. */
export function joinItems(items: readonly Uint8Array[]): {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
} {
  const starts: number[] = [];
  let length = 0;
  for (const item of items) {
    starts.push(length);
    length += item.length;
  }
  const bytes = allocate(length);
  for (const [index, start] of starts.entries()) bytes.set(items[index] ?? [], start);
  return { bytes, starts };
}
