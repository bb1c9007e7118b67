import assert from 'node:assert/strict';
import { ENTRY, HEADER } from '../../src/layout.js';
import { compoundBytes, openBytes, readStreams, streamOf, Tampering } from '../support/compound-bytes.js';

/** What only `strict` refuses; `tolerant` reads all streams. */
const SLIPS: readonly { readonly what: string; readonly slip: (file: Tampering) => void }[] = [
  { what: 'a class id in the header', slip: (file) => file.set(HEADER.classId, 1) },
  { what: 'reserved bytes in use', slip: (file) => file.set(HEADER.reserved + 2, 1) },
  { what: 'directory sectors counted in version 3', slip: (file) => file.set(HEADER.directorySectors, 2) },
  { what: 'a wrong number of FAT sectors', slip: (file) => file.set(HEADER.fatSectors, 2) },
  { what: 'a wrong number of mini FAT sectors', slip: (file) => file.set(HEADER.miniFatSectors, 7) },
  { what: 'a wrong number of DIFAT sectors', slip: (file) => file.set(HEADER.difatSectors, 1) },
  {
    what: 'a FAT that does not mark its own sector',
    slip: (file) => file.set(file.fatOffset(file.get(HEADER.difat)), 0xfffffffe),
  },
  { what: 'another name of the root', slip: (file) => file.set(file.entryOffset('Root Entry'), 0x00000052) },
  {
    what: 'a name with the wrong length',
    slip: (file) => file.set(file.entryOffset('Large') + ENTRY.nameLength, 0x00020010),
  },
  { what: 'an illegal character in a name', slip: (file) => file.set(file.entryOffset('Large') + 2, 0x0072003a) },
  { what: 'siblings out of order', slip: (file) => file.set(file.entryOffset('Large'), 0x0061005a) },
  {
    what: 'an unknown colour',
    slip: (file) => {
      file.bytes[file.entryOffset('Large') + ENTRY.color] = 2;
    },
  },
  { what: 'a stream with a child', slip: (file) => file.set(file.entryOffset('Large') + ENTRY.child, 1) },
  { what: 'a stream with a class id', slip: (file) => file.set(file.entryOffset('Large') + ENTRY.classId, 1) },
  { what: 'a chain longer than its stream', slip: (file) => file.set(file.entryOffset('Large') + ENTRY.size, 4097) },
  {
    what: 'two streams in the same sectors',
    slip: (file) =>
      file.set(file.entryOffset('Later') + ENTRY.firstSector, file.get(file.entryOffset('Large') + ENTRY.firstSector)),
  },
  {
    what: 'two small streams in the same mini sectors',
    slip: (file) =>
      file.set(file.entryOffset('Small') + ENTRY.firstSector, file.get(file.entryOffset('Other') + ENTRY.firstSector)),
  },
];

/** What breaks one stream: `strict` refuses the file, `tolerant` only that stream. */
const BROKEN: readonly { readonly what: string; readonly slip: (file: Tampering) => void }[] = [
  { what: 'a size beyond the file', slip: (file) => file.set(file.entryOffset('Large') + ENTRY.size, 0x7fffffff) },
  { what: 'a chain that ends early', slip: (file) => file.set(file.entryOffset('Large') + ENTRY.size, 20_000) },
  {
    what: 'a chain that leads to a mark',
    slip: (file) => file.set(file.fatOffset(file.get(file.entryOffset('Large') + ENTRY.firstSector)), 0xffffffff),
  },
];

describe('strictness', () => {
  const sample = async (): Promise<Tampering> =>
    new Tampering(
      await compoundBytes([
        streamOf('Large', 5000),
        streamOf('Later', 5000),
        streamOf('Small', 200),
        streamOf('Other', 200),
      ]),
    );

  it('of both kinds opens what our writer makes', async () => {
    const { bytes } = await sample();
    assert.equal((await readStreams(await openBytes(bytes, { strictness: 'strict' }))).size, 4);
    assert.equal((await readStreams(await openBytes(bytes, { strictness: 'tolerant' }))).size, 4);
  });

  for (const { what, slip } of SLIPS) {
    it(`tells apart: ${what}`, async () => {
      const file = await sample();
      slip(file);
      assert.equal((await readStreams(await openBytes(file.bytes))).size, 4);
      await assert.rejects(openBytes(file.bytes, { strictness: 'strict' }), { code: 'CorruptFile' });
    });
  }

  for (const { what, slip } of BROKEN) {
    it(`tells when: ${what}`, async () => {
      const file = await sample();
      slip(file);
      const opened = await openBytes(file.bytes);
      await assert.rejects(opened.openStream('Large'), { code: 'CorruptFile' });
      await opened.openStream('Later');
      await assert.rejects(openBytes(file.bytes, { strictness: 'strict' }), { code: 'CorruptFile' });
    });
  }

  it('is tolerant of two entries with one name, of which the first is found', async () => {
    const file = await sample();
    // Later becomes a second LARGE.
    Buffer.from('LARGE', 'utf16le').copy(file.bytes, file.entryOffset('Later'));
    const opened = await openBytes(file.bytes);
    assert.equal(opened.entries.filter(({ path }) => path[0]?.toLowerCase() === 'large').length, 2);
    assert.equal(
      opened.find('large'),
      opened.entries.find(({ path }) => path[0]?.toLowerCase() === 'large'),
    );
    await assert.rejects(openBytes(file.bytes, { strictness: 'strict' }), { code: 'CorruptFile' });
  });
});
