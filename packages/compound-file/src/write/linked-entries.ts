import { ENTRY_COLOR, NO_ENTRY } from '../layout.js';
import { compareFoldedNames } from '../names.js';
import type { StorageNode, TreeNode } from './storage-tree.js';

/** A node with its links to others, by their places in the directory. */
export interface LinkedEntry {
  readonly node: TreeNode;
  left: number;
  right: number;
  child: number;
  color: number;
}

/** All nodes in the directory's order: level by level, siblings side by side and sorted. The root is the first. */
export function linkEntries(root: StorageNode): readonly LinkedEntry[] {
  const entries: LinkedEntry[] = [newEntry(root)];
  // The list grows while it is walked.
  for (const entry of entries) {
    if (entry.node.kind === 'stream') continue;
    const siblings = [...entry.node.children].sort(([left], [right]) => compareFoldedNames(left, right));
    const first = entries.length;
    for (const [, node] of siblings) entries.push(newEntry(node));
    entry.child = linkSiblings(entries, first, entries.length);
  }
  return entries;
}

function newEntry(node: TreeNode): LinkedEntry {
  return { node, left: NO_ENTRY, right: NO_ENTRY, child: NO_ENTRY, color: ENTRY_COLOR.black };
}

/**
 * Makes the sorted siblings from `first` up to `end` a balanced tree and returns its top. All levels but the lowest are full,
 * so that it is a red-black tree when only the nodes of a lowest level with gaps are red.
 */
function linkSiblings(entries: readonly LinkedEntry[], first: number, end: number): number {
  const fullLevels = Math.floor(Math.log2(end - first + 1));
  const link = (from: number, to: number, level: number): number => {
    if (from === to) return NO_ENTRY;
    const middle = Math.floor((from + to) / 2);
    const entry = entries[middle];
    if (entry !== undefined) {
      entry.left = link(from, middle, level + 1);
      entry.right = link(middle + 1, to, level + 1);
      if (level === fullLevels) entry.color = ENTRY_COLOR.red;
    }
    return middle;
  };
  return link(first, end, 0);
}
