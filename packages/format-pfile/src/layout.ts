/**
 * The one table of where a PFILE's numbers stand; pfile.md §1 and §2. All numbers are unsigned, little-endian and
 * 32 bits wide, except `originalSize` with 64.
 */

/** The first six bytes, compared with case. */
export const MAGIC = '.pfile';

/** Offsets from the start of the file. */
export const PRELUDE = {
  majorVersion: 6,
  minorVersion: 10,
  redirectLength: 14,
  redirect: 18,
} as const;

/** Offsets from the start of the fixed header. Those from `originalSize` on exist in version 2.1 and later. */
export const FIXED_HEADER = {
  size: 0,
  extensionOffset: 4,
  extensionLength: 8,
  licenseOffset: 12,
  licenseLength: 16,
  contentOffset: 20,
  originalSize: 24,
  metadataOffset: 32,
  metadataLength: 36,
  reserved: 40,
} as const;

/** Bytes of the fixed header: in version 2.0; in version 2.1 and later; with eight reserved bytes behind that. */
export const FIXED_HEADER_SIZES = { version20: 24, version21: 40, reserved: 48 } as const;

/** Version numbers from here on mean that the file is no PFILE at all; pfile.md §3. */
export const VERSION_END = 256;

/** The major versions that have been seen; pfile.md §3. */
export const MAJOR_VERSIONS = { first: 2, last: 3 } as const;

/** Stands for an original size that was not known when the header was written. */
export const UNKNOWN_SIZE = 0xffff_ffff_ffff_ffffn;

/** The largest offset or length the header can hold. */
export const LARGEST_OFFSET = 0xffff_ffff;

/** Bytes of the longest extension that is read or written. Our choice: no file system takes a longer name; pfile.md §4 names no limit. */
export const LONGEST_EXTENSION = 255;
