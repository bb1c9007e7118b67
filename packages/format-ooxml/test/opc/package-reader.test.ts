import assert from 'node:assert/strict';
import { bytesSource, CannotRead, DEFAULT_LIMITS, type ByteSource } from '@rightsmith/core';
import { PackageReader } from '../../src/opc/package-reader.js';
import { zipOf } from '../support/build-package.js';

const CONTEXT = { limits: { ...DEFAULT_LIMITS, metadataBytes: 100_000 }, signal: new AbortController().signal };
const open = (zip: Uint8Array | ByteSource): Promise<PackageReader> =>
  PackageReader.open('read' in zip ? zip : bytesSource(zip), CONTEXT);
const zip = await zipOf({ 'a.xml': 'first', 'docProps/B.xml': 'second' });

/** Offset of the first directory entry. */
const directory = Buffer.from(zip).indexOf('PK\u0001\u0002', 0, 'latin1');

/** The ZIP file with other bytes at an offset. */
function changed(offset: number, ...bytes: readonly number[]): Uint8Array {
  const copy = zip.slice();
  copy.set(bytes, offset);
  return copy;
}

/** Directory entry fields, by their offset in it. */
const FIELD = { flags: 8, method: 10, crc: 16, packed: 20, unpacked: 24, localHeader: 42 } as const;

/** What is no whole package. */
const damaged: readonly (readonly [what: string, zip: Uint8Array])[] = [
  ['an empty file', new Uint8Array()],
  ['a file of zeros', new Uint8Array(1000)],
  ['a file without its end', zip.subarray(0, -10)],
  ['a directory somewhere else', changed(zip.length - 6, 1)],
  ['a directory outside', changed(zip.length - 6, 0xff, 0xff, 0xff, 0x7f)],
  ['more entries than there are', changed(zip.length - 12, 9)],
  ['a name that leads out', renamed(await zipOf({ 'aaaaaa.xml': 'x' }), 'aaaaaa.xml', '../../.xml')],
];

describe('PackageReader', () => {
  it('reads parts by name, whatever their case', async () => {
    const reader = await open(zip);
    assert.deepEqual(reader.names, ['a.xml', 'docProps/B.xml']);
    assert.equal(Buffer.from((await reader.part('DOCPROPS/b.XML'))!).toString(), 'second');
    assert.equal(await reader.part('none.xml'), undefined);
  });

  it('refuses to choose between two parts of one name', async () => {
    const reader = await open(await zipOf({ 'a.xml': '1', 'A.XML': '2' }));
    await assert.rejects(reader.part('a.xml'), { code: 'CorruptFile' });
  });

  it('unpacks no more than its limit, whatever a part claims', async () => {
    const bomb = await zipOf({ 'a.xml': new Uint8Array(5_000_000) });
    await assert.rejects((await open(bomb)).part('a.xml'), { code: 'LimitReached', limit: 'metadataBytes' });
    const at = Buffer.from(bomb).indexOf('PK\u0001\u0002', 0, 'latin1') + FIELD.unpacked;
    bomb.set([100, 0, 0, 0], at);
    await assert.rejects((await open(bomb)).part('a.xml'), { code: 'LimitReached' });
  });

  it('refuses a directory that would fill the memory', async () => {
    const parts = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${'x'.repeat(200)}${index}`, '']));
    await assert.rejects(open(await zipOf(parts)), { code: 'LimitReached' });
  });

  const damagedParts: readonly (readonly [what: string, zip: Uint8Array])[] = [
    ['with a wrong checksum', changed(directory + FIELD.crc, 1, 2, 3, 4)],
    ['that claims to be larger', changed(directory + FIELD.unpacked, 99)],
    ['that claims to be smaller', changed(directory + FIELD.unpacked, 1)],
    ['that is encrypted', changed(directory + FIELD.flags, 1)],
    ['packed by another method', changed(directory + FIELD.method, 12)],
    ['whose data are not DEFLATE', changed(30 + 5, 0xff, 0xff, 0xff)],
    ['whose local header is somewhere else', changed(directory + FIELD.localHeader, 3)],
    ['whose local header is outside', changed(directory + FIELD.localHeader, 0, 0, 0, 0x70)],
    ['whose data reach beyond the file', changed(directory + FIELD.packed, 0, 0x80, 1)],
  ];
  for (const [what, bytes] of damagedParts) {
    it(`refuses a part ${what}`, async () => {
      await assert.rejects(
        open(bytes).then((reader) => reader.part('a.xml')),
        { code: 'CorruptFile' },
      );
    });
  }

  for (const [what, bytes] of damaged) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(open(bytes), { code: 'CorruptFile' });
    });
  }

  it('passes on what its source throws', async () => {
    for (let failing = 0; failing < 2; failing += 1) {
      let reads = 0;
      const source: ByteSource = {
        size: zip.length,
        read: (offset, length) => {
          if (reads++ === failing) throw new CannotRead('The disk is broken.');
          return bytesSource(zip).read(offset, length);
        },
        close: () => Promise.resolve(),
      };
      await assert.rejects(
        open(source).then((reader) => reader.part('a.xml')),
        { code: 'CannotRead' },
      );
    }
  });

  it('stops when the signal fires', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(PackageReader.open(bytesSource(zip), { ...CONTEXT, signal }), { code: 'Aborted' });
  });
});

/** With an entry's name replaced by one as long. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'));
}
