import { LimitReached, readExactly } from '@rightsmith/core';
import { ENTRY_BYTES, ENTRY_TYPE, HEADER } from '../layout.js';
import type { MajorVersion } from '../layout.js';
import type { Chain } from './chain.js';
import { readDirectoryEntry } from './directory-entry.js';
import type { DirectoryEntry } from './directory-entry.js';
import { corrupt } from './failure.js';

/** The directory, read whole: an array of entries that refer to each other by number. */
export class Directory {
  /** Entries, unused ones counted. */
  readonly count: number;
  readonly #chain: Chain;
  readonly #bytes: Uint8Array;
  readonly #version: MajorVersion;

  private constructor(chain: Chain, bytes: Uint8Array, version: MajorVersion) {
    this.#chain = chain;
    this.#bytes = bytes;
    this.#version = version;
    this.count = bytes.length / ENTRY_BYTES;
  }

  /** @throws CorruptFile; LimitReached naming `entries` */
  static async read(chain: Chain, version: MajorVersion, maximum: number): Promise<Directory> {
    if (chain.size / ENTRY_BYTES > maximum) throw tooManyEntries(maximum);
    const bytes = await readExactly(chain.source(), 0, chain.size, 'directory');
    return new Directory(chain, bytes, version);
  }

  /** @throws CorruptFile when there is no such entry. `offset` is where in the file it is named. */
  entry(id: number, offset: number): DirectoryEntry {
    if (id >= this.count) throw corrupt(`Directory entry ${id} does not exist.`, 'directory', offset);
    const start = id * ENTRY_BYTES;
    return readDirectoryEntry(this.#bytes, start, this.#chain.fileOffset(start), this.#version);
  }

  /** @throws CorruptFile */
  root(): DirectoryEntry {
    const root = this.entry(0, HEADER.firstDirectorySector);
    if (root.type === ENTRY_TYPE.root) return root;
    throw corrupt('The first directory entry is not the root.', 'directory', root.offset);
  }
}

function tooManyEntries(maximum: number): LimitReached {
  return new LimitReached(`The directory has more than ${maximum} entries.`, {
    limit: 'entries',
    maximum,
    where: { structure: 'directory' },
  });
}
