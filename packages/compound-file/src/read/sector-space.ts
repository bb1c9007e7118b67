import type { ByteSource } from '@rightsmith/core';
import { FIRST_MARK } from '../layout.js';

/** Bytes divided into numbered sectors: the file itself, or the mini stream. */
export interface SectorSpace {
  readonly source: ByteSource;
  /** Bytes. */
  readonly sectorSize: number;
  /** Sectors that begin inside the source and have a number; the last may be cut. */
  readonly sectorCount: number;
  /** Where in the source a sector begins. */
  offsetOf(sector: number): number;
  /** Where in the file a place of the source is. */
  fileOffset(offset: number): number;
}

/** The sectors of a file; its header takes the place of one. */
export function fileSectors(source: ByteSource, sectorSize: number): SectorSpace {
  return {
    source,
    sectorSize,
    sectorCount: Math.min(FIRST_MARK, Math.max(0, Math.ceil(source.size / sectorSize) - 1)),
    offsetOf: (sector) => (sector + 1) * sectorSize,
    fileOffset: (offset) => offset,
  };
}
