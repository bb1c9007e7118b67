import { UsageError } from '@rightsmith/core';
import { MAX_NAME_UNITS } from '../layout.js';
import { displayPath, foldName, pathNames } from '../names.js';
import type { PlannedInput, StorageInput, StreamInput } from './inputs.js';

/** A storage with what is in it. */
export interface StorageNode {
  readonly kind: 'storage';
  readonly name: string;
  /** Undefined for a storage that only a path names. */
  facts: StorageInput | undefined;
  /** By folded name. */
  readonly children: Map<string, TreeNode>;
}

/** A stream. */
export interface StreamNode {
  readonly kind: 'stream';
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export type TreeNode = StorageNode | StreamNode;

/** What is to be written, as a tree and as the list of its streams in the caller's order. */
export interface StorageTree {
  readonly root: StorageNode;
  readonly streams: readonly StreamNode[];
}

/** @throws UsageError for a name the format cannot hold, one that comes twice, and a size that is no number of bytes */
export function buildTree(inputs: readonly PlannedInput[]): StorageTree {
  const root = newStorage('Root Entry');
  const streams: StreamNode[] = [];
  for (const input of inputs) {
    const path = pathNames(input.path);
    path.forEach(checkName);
    if (input.kind === 'storage') setFacts(storageAt(root, path), input, path);
    else streams.push(addStream(root, path, input));
  }
  return { root, streams };
}

function newStorage(name: string): StorageNode {
  return { kind: 'storage', name, facts: undefined, children: new Map() };
}

/** Makes the storages on the way that are not there yet. */
function storageAt(root: StorageNode, path: readonly string[]): StorageNode {
  let storage = root;
  for (const name of path) {
    const found = storage.children.get(foldName(name)) ?? newStorage(name);
    if (found.kind === 'stream') throw twice(path);
    storage.children.set(foldName(name), found);
    storage = found;
  }
  return storage;
}

function setFacts(storage: StorageNode, facts: StorageInput, path: readonly string[]): void {
  if (storage.facts !== undefined) throw twice(path);
  storage.facts = facts;
}

function addStream(root: StorageNode, path: readonly string[], { content }: StreamInput<{ size: number }>): StreamNode {
  const name = path.at(-1);
  if (name === undefined) throw new UsageError('The root of a compound file is no stream.');
  const { children } = storageAt(root, path.slice(0, -1));
  if (children.has(foldName(name))) throw twice(path);
  if (!Number.isSafeInteger(content.size) || content.size < 0) {
    throw new UsageError(`${content.size} is not a number of bytes (stream ${displayPath(path)}).`);
  }
  const stream: StreamNode = { kind: 'stream', name, size: content.size };
  children.set(foldName(name), stream);
  return stream;
}

/** MS-CFB §2.6.1 */
function checkName(name: string): void {
  if (name.length > 0 && name.length <= MAX_NAME_UNITS && !/[/\\:!\0]/.test(name)) return;
  throw new UsageError(`A compound file cannot hold the name ${displayPath([name])}.`, {
    hint: `Names have 1 to ${MAX_NAME_UNITS} UTF-16 units and none of / \\ : ! and NUL.`,
  });
}

function twice(path: readonly string[]): UsageError {
  return new UsageError(`${displayPath(path)} is named twice; case does not matter.`);
}
