import { readClassId, CLASS_ID_BYTES } from '../class-id.js';
import { readFileTime } from '../file-time.js';
import { ENTRY, ENTRY_BYTES, MAX_NAME_UNITS } from '../layout.js';
import type { MajorVersion } from '../layout.js';

/** A directory entry as stored. */
export interface DirectoryEntry {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly name: string;
  readonly type: number;
  readonly color: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly classId: string | undefined;
  readonly stateBits: number;
  readonly created: Date | undefined;
  readonly modified: Date | undefined;
  readonly firstSector: number;
  /** Bytes. */
  readonly size: number;
  /** Whether name and length of the name are as MS-CFB §2.6.1 demands. */
  readonly isNameValid: boolean;
}

/** Reads the entry at `start` of the directory; `offset` is its place in the file. */
export function readDirectoryEntry(
  directory: Uint8Array,
  start: number,
  offset: number,
  version: MajorVersion,
): DirectoryEntry {
  const fields = new DataView(directory.buffer, directory.byteOffset + start, ENTRY_BYTES);
  const number = (at: number): number => fields.getUint32(at, true);
  const classIdAt = start + ENTRY.classId;
  return {
    offset,
    ...readName(fields),
    type: fields.getUint8(ENTRY.type),
    color: fields.getUint8(ENTRY.color),
    left: number(ENTRY.left),
    right: number(ENTRY.right),
    child: number(ENTRY.child),
    classId: readClassId(directory.subarray(classIdAt, classIdAt + CLASS_ID_BYTES)),
    stateBits: number(ENTRY.stateBits),
    created: readFileTime(fields.getBigUint64(ENTRY.created, true)),
    modified: readFileTime(fields.getBigUint64(ENTRY.modified, true)),
    firstSector: number(ENTRY.firstSector),
    size: readSize(fields, version),
  };
}

/** Old writers left the high half of the size unset in version 3; MS-CFB §2.6.1. A size no number can hold is more than any file has. */
function readSize(fields: DataView, version: MajorVersion): number {
  return version === 3 ? fields.getUint32(ENTRY.size, true) : Number(fields.getBigUint64(ENTRY.size, true));
}

/** Up to the first zero, within the recorded length: some writers leave out the terminator. */
function readName(fields: DataView): { name: string; isNameValid: boolean } {
  const bytes = fields.getUint16(ENTRY.nameLength, true);
  const limit = Math.min(MAX_NAME_UNITS + 1, Math.floor(bytes / 2));
  const units: number[] = [];
  for (let index = 0; index < limit; index++) {
    const unit = fields.getUint16(ENTRY.name + 2 * index, true);
    if (unit === 0) break;
    units.push(unit);
  }
  const name = String.fromCharCode(...units);
  return { name, isNameValid: bytes === 2 * units.length + 2 && units.length > 0 && !/[/\\:!]/.test(name) };
}
