import { readExactly, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import {
  BYTE_ORDER,
  HEADER,
  HEADER_BYTES,
  MINI_SECTOR_SHIFT,
  MINI_STREAM_CUTOFF,
  SECTOR_SHIFTS,
  SECTOR_SIZES,
  SIGNATURE,
} from '../layout.js';
import type { MajorVersion } from '../layout.js';
import type { Strictness } from '../types.js';
import { corrupt } from './failure.js';
import { sectorNumbers } from './sector-numbers.js';

/** The header's fields that a reader needs. */
export interface Header {
  readonly version: MajorVersion;
  /** Bytes. */
  readonly sectorSize: number;
  readonly fatSectors: number;
  readonly firstDirectorySector: number;
  /** 0 in version 3, which does not count them. */
  readonly directorySectors: number;
  readonly firstMiniFatSector: number;
  readonly miniFatSectors: number;
  readonly firstDifatSector: number;
  readonly difatSectors: number;
  /** The FAT sectors that the header itself lists. */
  readonly difat: Uint32Array;
}

/** Whether a source begins like a compound file. Reads eight bytes. */
export async function isCompoundFile(source: ByteSource): Promise<boolean> {
  const bytes = await source.read(0, SIGNATURE.length);
  return bytes.length === SIGNATURE.length && SIGNATURE.every((byte, index) => byte === bytes[index]);
}

/** @throws UnsupportedFormat when it is no compound file or one of an unknown version; CorruptFile */
export async function readHeader(source: ByteSource, strictness: Strictness): Promise<Header> {
  if (!(await isCompoundFile(source))) throw new UnsupportedFormat('This is not a compound file.');
  const bytes = await readExactly(source, 0, HEADER_BYTES, 'header');
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = checkVersion(fields);
  checkConstants(fields, version);
  if (strictness === 'strict') checkStrictly(fields, version);
  const number = (offset: number): number => fields.getUint32(offset, true);
  return {
    version,
    sectorSize: SECTOR_SIZES[version],
    fatSectors: number(HEADER.fatSectors),
    firstDirectorySector: number(HEADER.firstDirectorySector),
    directorySectors: number(HEADER.directorySectors),
    firstMiniFatSector: number(HEADER.firstMiniFatSector),
    miniFatSectors: number(HEADER.miniFatSectors),
    firstDifatSector: number(HEADER.firstDifatSector),
    difatSectors: number(HEADER.difatSectors),
    difat: sectorNumbers(bytes.subarray(HEADER.difat, HEADER_BYTES)),
  };
}

function checkVersion(fields: DataView): MajorVersion {
  const version = fields.getUint16(HEADER.majorVersion, true);
  if (version === 3 || version === 4) return version;
  throw new UnsupportedFormat(`Compound files of version ${version} are unknown.`, {
    reason: 'version',
    where: { structure: 'header', offset: HEADER.majorVersion },
  });
}

function checkConstants(fields: DataView, version: MajorVersion): void {
  const expected = [
    ['byte order', fields.getUint16(HEADER.byteOrder, true), BYTE_ORDER, HEADER.byteOrder],
    ['sector size', fields.getUint16(HEADER.sectorShift, true), SECTOR_SHIFTS[version], HEADER.sectorShift],
    ['mini sector size', fields.getUint16(HEADER.miniSectorShift, true), MINI_SECTOR_SHIFT, HEADER.miniSectorShift],
    [
      'limit of small streams',
      fields.getUint32(HEADER.miniStreamCutoff, true),
      MINI_STREAM_CUTOFF,
      HEADER.miniStreamCutoff,
    ],
  ] as const;
  for (const [name, found, wanted, offset] of expected) {
    if (found !== wanted) throw corrupt(`The ${name} is ${found}, not ${wanted}.`, 'header', offset);
  }
}

/** What MS-CFB §2.2 demands beyond what a reader relies on. */
function checkStrictly(fields: DataView, version: MajorVersion): void {
  const zeros: [from: number, to: number][] = [
    [HEADER.classId, HEADER.minorVersion],
    [HEADER.reserved, HEADER.directorySectors],
  ];
  if (version === 3) zeros.push([HEADER.directorySectors, HEADER.fatSectors]);
  for (const [from, to] of zeros) {
    for (let offset = from; offset < to; offset++) {
      if (fields.getUint8(offset) !== 0) throw corrupt('A byte that must be zero is not.', 'header', offset);
    }
  }
}
