import { UsageError } from '@rightsmith/core';
import {
  ENTRY_BYTES,
  FIRST_MARK,
  HEADER_DIFAT_ENTRIES,
  MINI_SECTOR_SIZE,
  MINI_STREAM_CUTOFF,
  RANGE_LOCK_OFFSET,
  SECTOR_NUMBER_BYTES,
  SECTOR_SIZES,
} from '../layout.js';
import type { MajorVersion } from '../layout.js';
import type { PlannedInput } from './inputs.js';
import { linkEntries } from './linked-entries.js';
import type { LinkedEntry } from './linked-entries.js';
import { buildTree } from './storage-tree.js';
import type { StorageTree, StreamNode } from './storage-tree.js';

/** Version 3 ends here; MS-CFB §2.6.1. */
const VERSION_3_MAX_BYTES = 2 ** 31 - 1;

/** Sectors side by side, but for the range lock sector, which the numbers here leave out. */
export interface Region {
  readonly first: number;
  readonly count: number;
}

/** Where everything goes. The regions lie in the file in the order of the members here. */
export interface Plan {
  readonly version: MajorVersion;
  /** Bytes. */
  readonly sectorSize: number;
  readonly entries: readonly LinkedEntry[];
  readonly directory: Region;
  readonly miniFat: Region;
  readonly miniStream: Region;
  readonly difat: Region;
  readonly fat: Region;
  /** Streams in the mini stream, in their order, counted in mini sectors. */
  readonly small: ReadonlyMap<StreamNode, Region>;
  /** The other streams. */
  readonly large: ReadonlyMap<StreamNode, Region>;
  /** Mini sectors in use. */
  readonly miniSectors: number;
  /** The sector that must stay empty in files beyond 2 GiB. */
  readonly rangeLock: number | undefined;
  /** Sectors in all, the range lock counted and the header not. */
  readonly sectorCount: number;
}

/** The file's size in bytes. */
export function plannedSize({ sectorCount, sectorSize }: Plan): number {
  return (sectorCount + 1) * sectorSize;
}

/** Version 3 when the file stays below 2 GiB, else 4. @throws UsageError */
export function planFile(inputs: readonly PlannedInput[]): Plan {
  const tree = buildTree(inputs);
  const entries = linkEntries(tree.root);
  const plan = planVersion(3, tree, entries);
  if (plannedSize(plan) <= VERSION_3_MAX_BYTES) return plan;
  const largePlan = planVersion(4, tree, entries);
  if (largePlan.sectorCount > FIRST_MARK) throw new UsageError('A compound file cannot have more than 16 TiB.');
  return largePlan;
}

function planVersion(version: MajorVersion, { streams }: StorageTree, entries: readonly LinkedEntry[]): Plan {
  const sectorSize = SECTOR_SIZES[version];
  const smallPlaces = new Places(MINI_SECTOR_SIZE);
  const small = placeEach(
    smallPlaces,
    streams.filter(({ size }) => isSmallSize(size)),
  );
  const largeStreams = streams.filter(({ size }) => !isSmallSize(size));
  const largeSectors = largeStreams.reduce((sum, { size }) => sum + Math.ceil(size / sectorSize), 0);
  const miniSectors = smallPlaces.taken;
  const places = new Places(sectorSize);
  const directory = places.take(entries.length * ENTRY_BYTES);
  const miniFat = places.take(miniSectors * SECTOR_NUMBER_BYTES);
  const miniStream = places.take(miniSectors * MINI_SECTOR_SIZE);
  const tables = planTables(version, places.taken + largeSectors);
  const difat = places.take(tables.difat * sectorSize);
  const fat = places.take(tables.fat * sectorSize);
  const large = placeEach(places, largeStreams);
  const { rangeLock, sectorCount } = tables;
  const regions = { directory, miniFat, miniStream, difat, fat };
  return { version, sectorSize, entries, ...regions, small, large, miniSectors, rangeLock, sectorCount };
}

/** Whether a stream of `size` bytes goes into the mini stream. */
export function isSmallSize(size: number): boolean {
  return size < MINI_STREAM_CUTOFF;
}

/** Hands out sectors one after the other. */
class Places {
  readonly #sectorSize: number;
  #taken = 0;

  constructor(sectorSize: number) {
    this.#sectorSize = sectorSize;
  }

  get taken(): number {
    return this.#taken;
  }

  take(bytes: number): Region {
    const first = this.#taken;
    const count = Math.ceil(bytes / this.#sectorSize);
    this.#taken += count;
    return { first, count };
  }
}

function placeEach(places: Places, streams: readonly StreamNode[]): Map<StreamNode, Region> {
  return new Map(streams.map((stream) => [stream, places.take(stream.size)]));
}

interface Tables {
  readonly fat: number;
  readonly difat: number;
  readonly rangeLock: number | undefined;
  readonly sectorCount: number;
}

/** The FAT counts its own sectors and those that list it, so both grow until they are enough. */
function planTables(version: MajorVersion, contentSectors: number): Tables {
  const sectorSize = SECTOR_SIZES[version];
  const perSector = sectorSize / SECTOR_NUMBER_BYTES;
  const lockSector = Math.floor(RANGE_LOCK_OFFSET / sectorSize) - 1;
  let [fat, difat] = [0, 0];
  for (;;) {
    const used = contentSectors + fat + difat;
    // Files of version 3 end before it; MS-CFB §2.8.
    const isLocked = version === 4 && used > lockSector;
    const sectorCount = used + (isLocked ? 1 : 0);
    const neededFat = Math.ceil(sectorCount / perSector);
    const neededDifat = Math.max(0, Math.ceil((neededFat - HEADER_DIFAT_ENTRIES) / (perSector - 1)));
    if (neededFat <= fat && neededDifat <= difat) {
      return { fat, difat, rangeLock: isLocked ? lockSector : undefined, sectorCount };
    }
    [fat, difat] = [neededFat, neededDifat];
  }
}

/** The number in the file of a sector that was counted without the range lock. */
export function sectorNumber({ rangeLock }: Plan, place: number): number {
  return rangeLock !== undefined && place >= rangeLock ? place + 1 : place;
}
