import { ENTRY, HEADER, MINI_SECTOR_SIZE, MINI_STREAM_CUTOFF, SECTOR_NUMBER_BYTES } from '../layout.js';
import { AllocationTable } from './allocation-table.js';
import type { Chain } from './chain.js';
import type { DirectoryEntry } from './directory-entry.js';
import type { FatSectors } from './fat.js';
import type { Header } from './header.js';
import type { NumberSet } from './number-set.js';
import type { SectorSpace } from './sector-space.js';

/** The part of the file that small streams share. */
export interface MiniStream {
  readonly space: SectorSpace;
  readonly table: AllocationTable;
  /** Bytes of the table's own chain. */
  readonly tableBytes: number;
}

/** Leads from entries to their bytes. */
export class Sectors {
  readonly space: SectorSpace;
  readonly fat: AllocationTable;
  readonly #header: Header;
  readonly #maxRuns: number;

  constructor(space: SectorSpace, header: Header, { table }: FatSectors, maxRuns: number) {
    this.space = space;
    this.#header = header;
    this.#maxRuns = maxRuns;
    this.fat = new AllocationTable(table, space, maxRuns);
  }

  /** The directory's chain. With `taken`, see {@link AllocationTable.follow}. */
  directory(taken?: NumberSet): Promise<Chain> {
    return this.fat.follow({
      first: { sector: this.#header.firstDirectorySector, offset: HEADER.firstDirectorySector },
      size: undefined,
      structure: 'directory',
      taken,
    });
  }

  /** The mini stream, which the root's entry describes, and its table. */
  async miniStream(root: DirectoryEntry, taken?: NumberSet): Promise<MiniStream> {
    const content = await this.fat.follow({ ...contentOf(root), structure: 'mini stream', taken });
    const sectorCount = Math.ceil(content.size / MINI_SECTOR_SIZE);
    const table = await this.fat.follow({
      first: { sector: this.#header.firstMiniFatSector, offset: HEADER.firstMiniFatSector },
      size: taken === undefined ? sectorCount * SECTOR_NUMBER_BYTES : undefined,
      structure: 'mini FAT',
      taken,
    });
    const space: SectorSpace = {
      source: content.source(),
      sectorSize: MINI_SECTOR_SIZE,
      sectorCount,
      offsetOf: (sector) => sector * MINI_SECTOR_SIZE,
      fileOffset: (offset) => content.fileOffset(offset),
    };
    return { space, table: new AllocationTable(table, space, this.#maxRuns), tableBytes: table.size };
  }

  /** A stream of at least {@link MINI_STREAM_CUTOFF} bytes. */
  largeStream(stream: DirectoryEntry, structure: string, taken?: NumberSet): Promise<Chain> {
    return this.fat.follow({ ...contentOf(stream), structure, taken });
  }

  /** A smaller one, the empty one included. */
  smallStream(mini: MiniStream, stream: DirectoryEntry, structure: string, taken?: NumberSet): Promise<Chain> {
    return mini.table.follow({ ...contentOf(stream), structure, taken });
  }
}

/** Whether a stream lives in the mini stream. */
export function isSmall({ size }: DirectoryEntry): boolean {
  return size < MINI_STREAM_CUTOFF;
}

function contentOf({ firstSector, size, offset }: DirectoryEntry): {
  first: { sector: number; offset: number };
  size: number;
} {
  return { first: { sector: firstSector, offset: offset + ENTRY.firstSector }, size };
}
