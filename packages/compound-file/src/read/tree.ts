import { LimitReached } from '@rightsmith/core';
import { ENTRY, ENTRY_TYPE, NO_ENTRY } from '../layout.js';
import { displayPath, foldName } from '../names.js';
import type { CompoundEntry, CompoundLimits } from '../types.js';
import type { DirectoryEntry } from './directory-entry.js';
import type { Directory } from './directory.js';
import { corrupt } from './failure.js';
import { NumberSet } from './number-set.js';

/** An entry with its place in the tree. */
export interface TreeNode {
  readonly entry: CompoundEntry;
  readonly stored: DirectoryEntry;
  /** In the file's order; empty for a stream. */
  readonly children: TreeNode[];
  /** The same by folded name; of two with one name the first. */
  readonly byName: Map<string, TreeNode>;
}

/** The tree of a directory. */
export interface Tree {
  readonly root: TreeNode;
  /** Everything below the root: siblings in order, each storage followed by what is in it. */
  readonly nodes: readonly TreeNode[];
}

/** @throws CorruptFile when an entry does not exist, is unused or is reached twice; LimitReached naming `depth` */
export function readTree(directory: Directory, limits: CompoundLimits): Tree {
  const links = new Links(directory);
  const root = makeNode(links.root(), []);
  const nodes: TreeNode[] = [];
  // A stack of our own: the file decides how deep it gets.
  const open = [{ storage: root, siblings: links.siblings(root.stored) }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const next = level.siblings.next();
    if (next.done === true) {
      open.pop();
      continue;
    }
    const node = makeNode(next.value, [...level.storage.entry.path, next.value.name]);
    nodes.push(node);
    adopt(level.storage, node);
    if (node.entry.kind === 'stream') continue;
    if (open.length >= limits.depth) throw tooDeep(limits.depth, node.stored.offset);
    open.push({ storage: node, siblings: links.siblings(node.stored) });
  }
  return { root, nodes };
}

/** Finds a node by names from the root down. */
export function findNode(root: TreeNode, names: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const name of names) node = node?.byName.get(foldName(name));
  return node;
}

/** Follows the links between entries, each entry at most once. */
class Links {
  readonly #directory: Directory;
  readonly #visited = new NumberSet();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  root(): DirectoryEntry {
    this.#visited.add(0);
    return this.#directory.root();
  }

  /** What is in a storage, in the order of its tree of siblings: left, itself, right. */
  *siblings(storage: DirectoryEntry): Generator<DirectoryEntry, undefined> {
    const path: DirectoryEntry[] = [];
    let next = this.#follow(storage, 'child');
    for (;;) {
      for (; next !== undefined; next = this.#follow(next, 'left')) path.push(next);
      const entry = path.pop();
      if (entry === undefined) return undefined;
      yield entry;
      next = this.#follow(entry, 'right');
    }
  }

  #follow(from: DirectoryEntry, link: 'left' | 'right' | 'child'): DirectoryEntry | undefined {
    const id = from[link];
    if (id === NO_ENTRY) return undefined;
    const offset = from.offset + ENTRY[link];
    const entry = this.#directory.entry(id, offset);
    if (!this.#visited.add(id)) throw corrupt(`Directory entry ${id} is reached twice.`, 'directory', offset);
    if (entry.type === ENTRY_TYPE.storage || entry.type === ENTRY_TYPE.stream) return entry;
    throw corrupt(`Directory entry ${id} is neither storage nor stream.`, 'directory', entry.offset + ENTRY.type);
  }
}

function makeNode(stored: DirectoryEntry, path: readonly string[]): TreeNode {
  const { classId, created, modified, stateBits } = stored;
  const isStream = stored.type === ENTRY_TYPE.stream;
  const kind = isStream ? 'stream' : 'storage';
  const size = isStream ? stored.size : 0;
  const entry: CompoundEntry = { path, kind, size, classId, created, modified, stateBits };
  return { stored, entry, children: [], byName: new Map() };
}

function adopt({ children, byName }: TreeNode, node: TreeNode): void {
  children.push(node);
  const name = foldName(node.stored.name);
  if (!byName.has(name)) byName.set(name, node);
}

function tooDeep(maximum: number, offset: number): LimitReached {
  return new LimitReached(`Storages lie more than ${maximum} deep inside each other.`, {
    limit: 'depth',
    maximum,
    where: { structure: 'directory', offset },
  });
}

/** What a stream is called in messages. */
export function streamStructure({ path }: CompoundEntry): string {
  return `stream ${displayPath(path)}`;
}
