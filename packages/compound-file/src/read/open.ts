import { UsageError } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import type { MajorVersion } from '../layout.js';
import { displayPath, pathNames } from '../names.js';
import type { CompoundEntry, CompoundFile, CompoundLimits, CompoundPath, OpenOptions } from '../types.js';
import { checkFile } from './check.js';
import { Directory } from './directory.js';
import { findFat } from './fat.js';
import { readHeader } from './header.js';
import { fileSectors } from './sector-space.js';
import { isSmall, Sectors } from './sectors.js';
import type { MiniStream } from './sectors.js';
import { findNode, readTree, streamStructure } from './tree.js';
import type { Tree } from './tree.js';

/** The limits used where the caller names none. */
export const DEFAULT_COMPOUND_LIMITS: CompoundLimits = { entries: 65_536, depth: 32, fragments: 1_048_576 };

/**
 * Reads header and directory of a compound file (MS-CFB, also called OLE2 or structured storage). The source stays the
 * caller's to close, and must stay open as long as the file or one of its streams is read.
 *
 * @throws UnsupportedFormat when it is no compound file; CorruptFile with structure and offset; LimitReached; what the
 *   source throws
 */
export async function openCompoundFile(source: ByteSource, options: OpenOptions = {}): Promise<CompoundFile> {
  const { strictness = 'tolerant', limits: ownLimits } = options;
  const limits = { ...DEFAULT_COMPOUND_LIMITS, ...ownLimits };
  const header = await readHeader(source, strictness);
  const space = fileSectors(source, header.sectorSize);
  const fat = await findFat(space, header);
  const sectors = new Sectors(space, header, fat, limits.fragments);
  const directory = await Directory.read(await sectors.directory(), header.version, limits.entries);
  const tree = readTree(directory, limits);
  if (strictness === 'strict') await checkFile({ header, fat, sectors, tree });
  return new OpenedFile(header.version, sectors, tree);
}

class OpenedFile implements CompoundFile {
  readonly version: MajorVersion;
  readonly sectorSize: number;
  readonly root: CompoundEntry;
  readonly entries: readonly CompoundEntry[];
  readonly #sectors: Sectors;
  readonly #tree: Tree;
  #mini: Promise<MiniStream> | undefined;

  constructor(version: MajorVersion, sectors: Sectors, tree: Tree) {
    this.version = version;
    this.sectorSize = sectors.space.sectorSize;
    this.root = tree.root.entry;
    this.entries = tree.nodes.map(({ entry }) => entry);
    this.#sectors = sectors;
    this.#tree = tree;
  }

  find(path: CompoundPath): CompoundEntry | undefined {
    return findNode(this.#tree.root, pathNames(path))?.entry;
  }

  async openStream(path: CompoundPath): Promise<ByteSource> {
    const node = findNode(this.#tree.root, pathNames(path));
    if (node?.entry.kind !== 'stream') {
      throw new UsageError(`There is no stream ${displayPath(pathNames(path))} in the file.`);
    }
    const structure = streamStructure(node.entry);
    const chain = isSmall(node.stored)
      ? await this.#sectors.smallStream(await this.#miniStream(), node.stored, structure)
      : await this.#sectors.largeStream(node.stored, structure);
    return chain.source();
  }

  #miniStream(): Promise<MiniStream> {
    this.#mini ??= this.#sectors.miniStream(this.#tree.root.stored);
    return this.#mini;
  }
}
