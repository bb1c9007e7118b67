import {
  BYTE_ORDER,
  END_OF_CHAIN,
  FREE_SECTOR,
  HEADER,
  HEADER_DIFAT_ENTRIES,
  MINI_SECTOR_SHIFT,
  MINI_STREAM_CUTOFF,
  MINOR_VERSION,
  SECTOR_NUMBER_BYTES,
  SECTOR_SHIFTS,
  SIGNATURE,
} from '../layout.js';
import { sectorNumber } from './plan.js';
import type { Plan, Region } from './plan.js';

/** The header, which fills a whole sector; MS-CFB §2.2. */
export function encodeHeader(plan: Plan): Uint8Array {
  const bytes = new Uint8Array(plan.sectorSize);
  const fields = new DataView(bytes.buffer);
  const firstOf = ({ first, count }: Region): number => (count === 0 ? END_OF_CHAIN : sectorNumber(plan, first));
  bytes.set(SIGNATURE);
  fields.setUint16(HEADER.minorVersion, MINOR_VERSION, true);
  fields.setUint16(HEADER.majorVersion, plan.version, true);
  fields.setUint16(HEADER.byteOrder, BYTE_ORDER, true);
  fields.setUint16(HEADER.sectorShift, SECTOR_SHIFTS[plan.version], true);
  fields.setUint16(HEADER.miniSectorShift, MINI_SECTOR_SHIFT, true);
  fields.setUint32(HEADER.directorySectors, plan.version === 3 ? 0 : plan.directory.count, true);
  fields.setUint32(HEADER.fatSectors, plan.fat.count, true);
  fields.setUint32(HEADER.firstDirectorySector, firstOf(plan.directory), true);
  fields.setUint32(HEADER.miniStreamCutoff, MINI_STREAM_CUTOFF, true);
  fields.setUint32(HEADER.firstMiniFatSector, firstOf(plan.miniFat), true);
  fields.setUint32(HEADER.miniFatSectors, plan.miniFat.count, true);
  fields.setUint32(HEADER.firstDifatSector, firstOf(plan.difat), true);
  fields.setUint32(HEADER.difatSectors, plan.difat.count, true);
  for (let index = 0; index < HEADER_DIFAT_ENTRIES; index++) {
    const sector = index < plan.fat.count ? sectorNumber(plan, plan.fat.first + index) : FREE_SECTOR;
    fields.setUint32(HEADER.difat + index * SECTOR_NUMBER_BYTES, sector, true);
  }
  return bytes;
}
