import { FIXED_HEADER_SIZES } from './layout.js';

/** A stretch of the file, in bytes from its start. */
export interface Region {
  readonly offset: number;
  readonly length: number;
}

export interface PfileVersion {
  readonly major: number;
  readonly minor: number;
}

/** A PFILE's header, checked: every region lies inside the file. */
export interface PfileHeader {
  readonly version: PfileVersion;
  readonly redirect: Region;
  /** Where the fixed header stands, and the size it claims for itself (which nothing depends on). */
  readonly fixedHeader: { readonly offset: number; readonly size: number };
  readonly extension: Region;
  readonly license: Region;
  /** Absent in version 2.0, which has none. */
  readonly metadata?: Region;
  /** From here to the end of the file. */
  readonly contentOffset: number;
  /** As stored, and not to be trusted; absent in version 2.0. */
  readonly originalSize?: bigint;
  /** The last eight bytes of a 48-byte fixed header. Their meaning is unknown; pfile.md §9.1. */
  readonly reserved?: Uint8Array;
}

/** Whether the fixed header has original size and metadata: version 2.1 and later. */
export function isVersion21OrLater(version: PfileVersion): boolean {
  return version.major > 2 || version.minor >= 1;
}

/** Such as `3.0`. */
export function versionText(version: PfileVersion): string {
  return `${version.major}.${version.minor}`;
}

/** Bytes of the fixed header that carry fields, whatever size it claims for itself. */
export function knownHeaderSize(header: {
  readonly version: PfileVersion;
  readonly reserved?: Uint8Array | undefined;
}): number {
  if (header.reserved !== undefined) return FIXED_HEADER_SIZES.reserved;
  return isVersion21OrLater(header.version) ? FIXED_HEADER_SIZES.version21 : FIXED_HEADER_SIZES.version20;
}

/** The encrypted content of a file of `fileSize` bytes. */
export function contentRegion(header: PfileHeader, fileSize: number): Region {
  return { offset: header.contentOffset, length: fileSize - header.contentOffset };
}

/** Whether regions overlap each other or the header. No known program writes such a file. */
export function regionsOverlap(header: PfileHeader, fileSize: number): boolean {
  const start: Region = { offset: 0, length: header.fixedHeader.offset + knownHeaderSize(header) };
  const { extension, license, metadata } = header;
  const regions = [start, extension, license, ...(metadata ? [metadata] : []), contentRegion(header, fileSize)]
    .filter((region) => region.length > 0)
    .sort((first, second) => first.offset - second.offset);
  return regions.some((region, index) => {
    const next = regions[index + 1];
    return next !== undefined && region.offset + region.length > next.offset;
  });
}
