import { ENTRY, HEADER } from '../../src/layout.js';
import { compoundBytes, streamOf, Tampering } from './compound-bytes.js';

/** A crafted file and how it must end: the code of the error, or `read` when it is odd but readable. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expected: 'CorruptFile' | 'LimitReached' | 'read';
}

/** The crafted files that kill or stall other readers, and more of their kind. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const plain = async (): Promise<Tampering> =>
    new Tampering(await compoundBytes([streamOf('Large', 10_000), streamOf('S/Small', 500), streamOf('T/Other', 100)]));
  const crafted = async (
    name: string,
    tamper: (file: Tampering) => Tampering,
    expected: HostileFile['expected'] = 'CorruptFile',
  ): Promise<HostileFile> => ({ name, bytes: tamper(await plain()).bytes, expected });
  const firstOf = (file: Tampering, name: string): number => file.get(file.entryOffset(name) + ENTRY.firstSector);
  return [
    await crafted('a FAT cycle of two sectors', (file) => {
      const first = firstOf(file, 'Large');
      return file.set(file.fatOffset(first + 1), first);
    }),
    await crafted('a sector that follows itself', (file) => {
      const first = firstOf(file, 'Large');
      return file.set(file.fatOffset(first), first);
    }),
    await crafted('a mini FAT cycle', (file) =>
      file.set(file.miniFatOffset(firstOf(file, 'Small')), firstOf(file, 'Small')),
    ),
    await crafted('storages that are each other’s siblings and children', (file) => {
      for (const [name, other] of [
        ['S', 'T'],
        ['T', 'S'],
      ] as const) {
        const offset = file.entryOffset(name);
        for (const link of [ENTRY.left, ENTRY.right, ENTRY.child]) file.set(offset + link, file.entryId(other));
      }
      return file;
    }),
    await crafted('a storage that is its own child', (file) =>
      file.set(file.entryOffset('S') + ENTRY.child, file.entryId('S')),
    ),
    await crafted('a root that is its own child', (file) => file.set(file.entryOffset('Root Entry') + ENTRY.child, 0)),
    await crafted('a child beyond the directory', (file) => file.set(file.entryOffset('S') + ENTRY.child, 0x00ffffff)),
    await crafted('a directory without a root', (file) => {
      file.bytes[file.entryOffset('Root Entry') + ENTRY.type] = 1;
      return file;
    }),
    await crafted('an unused entry in the tree', (file) => {
      file.bytes[file.entryOffset('S') + ENTRY.type] = 0;
      return file;
    }),
    await crafted('a FAT outside the file', (file) => file.set(HEADER.difat, 0x00ffffff)),
    await crafted('a directory that follows itself', (file) => {
      const first = file.get(HEADER.firstDirectorySector);
      return file.set(file.fatOffset(first), first);
    }),
    await crafted('a stream of 0x7FFFFFFF bytes', (file) =>
      file.set(file.entryOffset('Large') + ENTRY.size, 0x7fffffff),
    ),
    await crafted('a stream larger than its chain', (file) => file.set(file.entryOffset('Large') + ENTRY.size, 12_000)),
    await crafted('a mini stream larger than the file', (file) =>
      file.set(file.entryOffset('Root Entry') + ENTRY.size, 0xfffffff0),
    ),
    await crafted('a small stream outside the mini stream', (file) =>
      file.set(file.entryOffset('Small') + ENTRY.firstSector, 0x00ffffff),
    ),
    await crafted('a stream beyond the file', (file) =>
      file.set(file.entryOffset('Large') + ENTRY.firstSector, 0xfffffff0),
    ),
    await crafted('0xFFFFFFFF FAT sectors, one listed 109 times', (file) => {
      const fat = file.get(HEADER.difat);
      for (let index = 0; index < 109; index++) file.set(HEADER.difat + index * 4, fat);
      return file.set(HEADER.fatSectors, 0xffffffff);
    }),
    { name: 'a DIFAT that follows itself', bytes: await circularDifat(), expected: 'CorruptFile' },
    { name: 'a chain backwards over 8000 sectors', bytes: await backwardChain(8000), expected: 'read' },
    { name: 'storages 200 deep', bytes: await deepStorages(200), expected: 'LimitReached' },
    { name: 'a directory of 70,000 entries', bytes: await manyEntries(70_000), expected: 'LimitReached' },
  ];
}

/** All 109 places of the header are taken by sectors of a stream, and the list goes on in one that names itself. */
async function circularDifat(): Promise<Uint8Array> {
  const file = new Tampering(await compoundBytes([streamOf('Large', 200 * 512)]));
  const first = file.get(file.entryOffset('Large') + ENTRY.firstSector);
  for (let index = 1; index < 109; index++) file.set(HEADER.difat + index * 4, first + index);
  for (let index = 0; index < 127; index++) file.set(file.sectorOffset(first) + index * 4, first + 109 + (index % 80));
  file.set(file.sectorOffset(first) + 127 * 4, first);
  return file.set(HEADER.fatSectors, 0xffffffff).set(HEADER.firstDifatSector, first).bytes;
}

/** One stream whose sectors lie in the file from its end to its start. */
async function backwardChain(sectors: number): Promise<Uint8Array> {
  const file = new Tampering(await compoundBytes([streamOf('Backward', sectors * 512)]));
  const entry = file.entryOffset('Backward');
  const first = file.get(entry + ENTRY.firstSector);
  const last = first + sectors - 1;
  for (let sector = first + 1; sector <= last; sector++) file.set(file.fatOffset(sector), sector - 1);
  return file.set(file.fatOffset(first), 0xfffffffe).set(entry + ENTRY.firstSector, last).bytes;
}

function deepStorages(depth: number): Promise<Uint8Array> {
  return compoundBytes([{ kind: 'storage', path: Array.from({ length: depth }, (_, index) => `Level ${index}`) }]);
}

function manyEntries(count: number): Promise<Uint8Array> {
  return compoundBytes(Array.from({ length: count }, (_, index) => ({ kind: 'storage', path: `Storage ${index}` })));
}
