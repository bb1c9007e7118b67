/** The first eight bytes of every compound file; MS-CFB §2.2. */
export const SIGNATURE: Uint8Array = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

/** Byte offsets in the header; MS-CFB §2.2. */
export const HEADER = {
  classId: 8,
  minorVersion: 24,
  majorVersion: 26,
  byteOrder: 28,
  sectorShift: 30,
  miniSectorShift: 32,
  reserved: 34,
  directorySectors: 40,
  fatSectors: 44,
  firstDirectorySector: 48,
  transaction: 52,
  miniStreamCutoff: 56,
  firstMiniFatSector: 60,
  miniFatSectors: 64,
  firstDifatSector: 68,
  difatSectors: 72,
  difat: 76,
} as const;

/** Bytes of the header's fields; the rest of its sector is empty. */
export const HEADER_BYTES = 512;

/** FAT sectors that the header itself lists. */
export const HEADER_DIFAT_ENTRIES = 109;

export const MINOR_VERSION = 0x3e;
export const BYTE_ORDER = 0xfffe;

/** Bytes of a mini sector, and its binary logarithm. */
export const MINI_SECTOR_SIZE = 64;
export const MINI_SECTOR_SHIFT = 6;

/** Streams below this many bytes live in the mini stream. */
export const MINI_STREAM_CUTOFF = 4096;

/** Bytes of a sector by major version. */
export const SECTOR_SIZES = { 3: 512, 4: 4096 } as const;

/** Binary logarithms of {@link SECTOR_SIZES}. */
export const SECTOR_SHIFTS = { 3: 9, 4: 12 } as const;

/** The two versions of the format; MS-CFB §2.2. */
export type MajorVersion = 3 | 4;

/** Numbers from here on are marks, no sectors; MS-CFB §2.1. */
export const FIRST_MARK = 0xfffffffb;
export const DIFAT_SECTOR = 0xfffffffc;
export const FAT_SECTOR = 0xfffffffd;
export const END_OF_CHAIN = 0xfffffffe;
export const FREE_SECTOR = 0xffffffff;

/** Bytes of a sector number in FAT, mini FAT and DIFAT. */
export const SECTOR_NUMBER_BYTES = 4;

/** Bytes of a directory entry. */
export const ENTRY_BYTES = 128;

/** Byte offsets in a directory entry; MS-CFB §2.6.1. */
export const ENTRY = {
  name: 0,
  nameLength: 64,
  type: 66,
  color: 67,
  left: 68,
  right: 72,
  child: 76,
  classId: 80,
  stateBits: 96,
  created: 100,
  modified: 108,
  firstSector: 116,
  size: 120,
} as const;

export const ENTRY_TYPE = { unused: 0, storage: 1, stream: 2, root: 5 } as const;
export const ENTRY_COLOR = { red: 0, black: 1 } as const;

/** UTF-16 units of a name, its terminator not counted. */
export const MAX_NAME_UNITS = 31;

/** No sibling or child. */
export const NO_ENTRY = 0xffffffff;

/** The file offset whose sector programs lock and nobody may store anything in; MS-CFB §2.8. */
export const RANGE_LOCK_OFFSET = 0x7fffff00;
