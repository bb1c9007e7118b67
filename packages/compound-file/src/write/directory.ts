import { normalizeGuid, UsageError } from '@rightsmith/core';
import { writeClassId } from '../class-id.js';
import { writeFileTime } from '../file-time.js';
import { END_OF_CHAIN, ENTRY, ENTRY_BYTES, ENTRY_TYPE, MINI_SECTOR_SIZE, NO_ENTRY } from '../layout.js';
import type { StorageInput } from './inputs.js';
import type { LinkedEntry } from './linked-entries.js';
import { sectorNumber } from './plan.js';
import type { Plan } from './plan.js';
import type { StreamNode } from './storage-tree.js';

/** Where a stream (or, for the root, the mini stream) begins and how long it is. */
interface Extent {
  readonly firstSector: number;
  /** Bytes. */
  readonly size: number;
}

/** The directory, whole sectors of it. @throws UsageError for a class id or time the format cannot hold */
export function encodeDirectory(plan: Plan): Uint8Array {
  const bytes = new Uint8Array(plan.directory.count * plan.sectorSize);
  for (let start = 0, id = 0; start < bytes.length; start += ENTRY_BYTES, id++) {
    const fields = new DataView(bytes.buffer, start, ENTRY_BYTES);
    const entry = plan.entries[id];
    if (entry === undefined) writeLinks(fields, { left: NO_ENTRY, right: NO_ENTRY, child: NO_ENTRY });
    else writeEntry(fields, entry, id === 0, extentOf(plan, entry, id === 0));
  }
  return bytes;
}

function extentOf(plan: Plan, { node }: LinkedEntry, isRoot: boolean): Extent {
  if (isRoot) {
    const size = plan.miniSectors * MINI_SECTOR_SIZE;
    return { firstSector: size === 0 ? END_OF_CHAIN : sectorNumber(plan, plan.miniStream.first), size };
  }
  // Storages have neither; MS-CFB §2.6.1.
  return node.kind === 'storage' ? { firstSector: 0, size: 0 } : streamExtent(plan, node);
}

function streamExtent(plan: Plan, stream: StreamNode): Extent {
  const { size } = stream;
  if (size === 0) return { firstSector: END_OF_CHAIN, size };
  const small = plan.small.get(stream);
  return { firstSector: small?.first ?? sectorNumber(plan, plan.large.get(stream)?.first ?? 0), size };
}

function writeEntry(fields: DataView, entry: LinkedEntry, isRoot: boolean, { firstSector, size }: Extent): void {
  const { node } = entry;
  node.name.split('').forEach((unit, index) => {
    fields.setUint16(ENTRY.name + 2 * index, unit.charCodeAt(0), true);
  });
  fields.setUint16(ENTRY.nameLength, 2 * node.name.length + 2, true);
  fields.setUint8(ENTRY.type, isRoot ? ENTRY_TYPE.root : ENTRY_TYPE[node.kind]);
  fields.setUint8(ENTRY.color, entry.color);
  writeLinks(fields, entry);
  if (node.kind === 'storage' && node.facts !== undefined) writeFacts(fields, node.facts);
  fields.setUint32(ENTRY.firstSector, firstSector, true);
  fields.setBigUint64(ENTRY.size, BigInt(size), true);
}

function writeLinks(fields: DataView, { left, right, child }: Pick<LinkedEntry, 'left' | 'right' | 'child'>): void {
  fields.setUint32(ENTRY.left, left, true);
  fields.setUint32(ENTRY.right, right, true);
  fields.setUint32(ENTRY.child, child, true);
}

function writeFacts(fields: DataView, { classId, created, modified, stateBits = 0 }: StorageInput): void {
  if (classId !== undefined) {
    const guid = normalizeGuid(classId);
    if (guid === undefined) throw new UsageError(`${classId} is not a class id.`);
    writeClassId(guid).forEach((byte, index) => {
      fields.setUint8(ENTRY.classId + index, byte);
    });
  }
  if (stateBits !== stateBits >>> 0) throw new UsageError(`${stateBits} is no number of 32 bits.`);
  fields.setUint32(ENTRY.stateBits, stateBits, true);
  writeTime(fields, ENTRY.created, created);
  writeTime(fields, ENTRY.modified, modified);
}

function writeTime(fields: DataView, offset: number, date: Date | undefined): void {
  const ticks = date === undefined || Number.isNaN(date.getTime()) ? undefined : writeFileTime(date);
  if (date !== undefined && (ticks === undefined || ticks < 0n)) {
    throw new UsageError('A compound file holds times from 1601 on.');
  }
  fields.setBigUint64(offset, ticks ?? 0n, true);
}
