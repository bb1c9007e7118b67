import assert from 'node:assert/strict';
import { bytesSource } from '@rightsmith/core';
import { isCompoundFile, openCompoundFile } from '@rightsmith/compound-file';
import type { CompoundInput } from '@rightsmith/compound-file';
import { HEADER } from '../../src/layout.js';
import {
  compoundBytes,
  openBytes,
  patternOf,
  readStream,
  readStreams,
  streamOf,
  Tampering,
} from '../support/compound-bytes.js';

const MODIFIED = new Date('2024-05-06T07:08:09.123Z');

const SAMPLE: readonly CompoundInput[] = [
  { kind: 'storage', path: '', classId: '00020906-0000-0000-c000-000000000046', modified: MODIFIED },
  { kind: 'storage', path: '\u0006DataSpaces', created: MODIFIED, modified: MODIFIED, stateBits: 0xfedcba98 },
  streamOf('\u0006DataSpaces/Version', 76),
  streamOf('EncryptedPackage', 20_000),
  streamOf('Empty', 0),
];

describe('openCompoundFile', () => {
  it('tells version, sector size, root and every entry in the file’s order', async () => {
    const file = await openBytes(await compoundBytes(SAMPLE));
    assert.equal(file.version, 3);
    assert.equal(file.sectorSize, 512);
    const none = { classId: undefined, created: undefined, modified: undefined, stateBits: 0 };
    assert.deepEqual(file.root, {
      ...none,
      path: [],
      kind: 'storage',
      size: 0,
      classId: '00020906-0000-0000-c000-000000000046',
      modified: MODIFIED,
    });
    assert.deepEqual(file.entries, [
      { ...none, path: ['Empty'], kind: 'stream', size: 0 },
      {
        path: ['\u0006DataSpaces'],
        kind: 'storage',
        size: 0,
        classId: undefined,
        created: MODIFIED,
        modified: MODIFIED,
        stateBits: 0xfedcba98,
      },
      { ...none, path: ['\u0006DataSpaces', 'Version'], kind: 'stream', size: 76 },
      { ...none, path: ['EncryptedPackage'], kind: 'stream', size: 20_000 },
    ]);
  });

  it('finds entries by names or by text, whatever their case', async () => {
    const file = await openBytes(await compoundBytes(SAMPLE));
    assert.equal(file.find('\u0006dataspaces/VERSION')?.size, 76);
    assert.equal(file.find(['\u0006DataSpaces', 'Version'])?.size, 76);
    assert.equal(file.find(''), file.root);
    assert.equal(file.find([]), file.root);
    assert.equal(file.find('Version'), undefined);
    assert.equal(file.find('Empty/Version'), undefined);
  });

  it('gives any range of a stream', async () => {
    const file = await openBytes(await compoundBytes(SAMPLE));
    const content = patternOf(20_000);
    const stream = await file.openStream('EncryptedPackage');
    assert.equal(stream.size, 20_000);
    for (const [offset, length] of [
      [0, 20_000],
      [511, 2],
      [512, 512],
      [19_999, 10],
      [20_000, 1],
      [7000, 0],
    ] as const) {
      assert.deepEqual(await stream.read(offset, length), content.slice(offset, offset + length));
    }
    assert.deepEqual(await readStream(file, 'Empty'), new Uint8Array());
  });

  it('reads streams whose sectors are mixed with those of others', async () => {
    const bytes = await compoundBytes([streamOf('A', 4608), streamOf('B', 4608)]);
    const [from, file] = [new Tampering(bytes.slice()), new Tampering(bytes)];
    const first = Math.min(...['A', 'B'].map((name) => from.get(from.entryOffset(name) + 116)));
    // Sectors 0–8 and 9–17 of the two become the even and the odd ones.
    const moved = (sector: number): number => (sector < 9 ? 2 * sector : 2 * (sector - 9) + 1);
    for (let sector = 0; sector < 18; sector++) {
      const [old, place] = [first + sector, first + moved(sector)];
      file.bytes.set(from.bytes.subarray(from.sectorOffset(old), from.sectorOffset(old + 1)), file.sectorOffset(place));
      const next = from.get(from.fatOffset(old));
      file.set(file.fatOffset(place), next === 0xfffffffe ? next : first + moved(next - first));
    }
    file.set(file.entryOffset('A') + 116, first).set(file.entryOffset('B') + 116, first + 1);
    const mixed = await openBytes(file.bytes, { strictness: 'strict' });
    assert.deepEqual(await readStream(mixed, 'A'), patternOf(4608));
    assert.deepEqual(await readStream(mixed, 'B'), patternOf(4608));
    const stream = await mixed.openStream('B');
    assert.deepEqual(await stream.read(500, 1200), patternOf(4608).slice(500, 1700));
    const memory = new Uint8Array(1300);
    assert.deepEqual(await stream.read(500, 1200, memory), patternOf(4608).slice(500, 1700));
    assert.deepEqual(memory.subarray(0, 1200), patternOf(4608).slice(500, 1700));
  });

  it('ignores the high half of sizes in version 3', async () => {
    const file = new Tampering(await compoundBytes(SAMPLE));
    file.set(file.entryOffset('EncryptedPackage') + 124, 0xcdcdcdcd);
    const opened = await openBytes(file.bytes, { strictness: 'strict' });
    assert.deepEqual(await readStream(opened, 'EncryptedPackage'), patternOf(20_000));
  });

  it('leaves the source open, and streams usable after one was closed', async () => {
    const source = bytesSource(await compoundBytes(SAMPLE));
    const file = await openCompoundFile(source);
    await (await file.openStream('EncryptedPackage')).close();
    assert.equal((await readStreams(file)).size, 3);
  });

  it('refuses to open what is no stream of the file', async () => {
    const file = await openBytes(await compoundBytes(SAMPLE));
    for (const path of ['\u0006DataSpaces', '', 'Nothing', 'Empty/Nothing']) {
      await assert.rejects(file.openStream(path), { code: 'UsageError' });
    }
  });

  for (const { what, bytes, code } of [
    { what: 'an empty file', bytes: new Uint8Array(), code: 'UnsupportedFormat' },
    {
      what: 'a ZIP package',
      bytes: Uint8Array.from(Buffer.from('PK\u0003\u0004 and more')),
      code: 'UnsupportedFormat',
    },
    { what: 'a lone signature', bytes: Uint8Array.from(Buffer.from('d0cf11e0a1b11ae1', 'hex')), code: 'CorruptFile' },
  ]) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(openBytes(bytes), { code });
    });
  }

  for (const { what, offset, value, code } of [
    { what: 'version 2', offset: HEADER.majorVersion, value: 2, code: 'UnsupportedFormat' },
    { what: 'version 5', offset: HEADER.majorVersion, value: 5, code: 'UnsupportedFormat' },
    { what: 'version 4 with small sectors', offset: HEADER.majorVersion, value: 4, code: 'CorruptFile' },
    { what: 'another byte order', offset: HEADER.byteOrder, value: 0xfeff, code: 'CorruptFile' },
    { what: 'large sectors in version 3', offset: HEADER.sectorShift, value: 12, code: 'CorruptFile' },
    { what: 'other mini sectors', offset: HEADER.miniSectorShift, value: 7, code: 'CorruptFile' },
    { what: 'another limit of small streams', offset: HEADER.miniStreamCutoff, value: 512, code: 'CorruptFile' },
  ]) {
    it(`refuses a header with ${what}`, async () => {
      const bytes = await compoundBytes(SAMPLE);
      new DataView(bytes.buffer).setUint16(offset, value, true);
      await assert.rejects(openBytes(bytes), { code });
    });
  }

  it('opens a file cut behind its directory, and refuses its cut stream before giving a byte of it', async () => {
    const bytes = await compoundBytes(SAMPLE);
    const file = await openBytes(bytes.subarray(0, bytes.length - 600));
    assert.deepEqual(await readStream(file, ['\u0006DataSpaces', 'Version']), patternOf(76));
    await assert.rejects(file.openStream('EncryptedPackage'), { code: 'CorruptFile' });
    await assert.rejects(openBytes(bytes.subarray(0, bytes.length - 600), { strictness: 'strict' }), {
      code: 'CorruptFile',
    });
  });

  it('reads a last sector that holds no more than its stream', async () => {
    const bytes = await compoundBytes([streamOf('Large', 5000)]);
    const cut = await openBytes(bytes.subarray(0, bytes.length - (10 * 512 - 5000)), { strictness: 'strict' });
    assert.deepEqual(await readStream(cut, 'Large'), patternOf(5000));
    await assert.rejects((await openBytes(bytes.subarray(0, bytes.length - 121))).openStream('Large'), {
      code: 'CorruptFile',
    });
  });

  for (const { limit, value } of [
    { limit: 'entries', value: 7 },
    { limit: 'depth', value: 1 },
  ]) {
    it(`holds the limit ${limit}`, async () => {
      const bytes = await compoundBytes(SAMPLE);
      await assert.rejects(openBytes(bytes, { limits: { [limit]: value } }), {
        code: 'LimitReached',
        limit,
        maximum: value,
      });
      await openBytes(bytes, { limits: { [limit]: value + 1 } });
    });
  }

  it('holds the limit fragments', async () => {
    const bytes = new Tampering(await compoundBytes([streamOf('Large', 4608)]));
    const first = bytes.get(bytes.entryOffset('Large') + 116);
    // The second and the third sector change places: four runs.
    bytes
      .set(bytes.fatOffset(first), first + 2)
      .set(bytes.fatOffset(first + 2), first + 1)
      .set(bytes.fatOffset(first + 1), first + 3);
    await (await openBytes(bytes.bytes, { limits: { fragments: 4 } })).openStream('Large');
    const file = await openBytes(bytes.bytes, { limits: { fragments: 3 } });
    await assert.rejects(file.openStream('Large'), { code: 'LimitReached', limit: 'fragments' });
  });
});

describe('isCompoundFile', () => {
  it('knows compound files by their first eight bytes', async () => {
    const bytes = await compoundBytes(SAMPLE);
    assert.equal(await isCompoundFile(bytesSource(bytes)), true);
    assert.equal(await isCompoundFile(bytesSource(bytes.subarray(0, 7))), false);
    assert.equal(await isCompoundFile(bytesSource(bytes.subarray(1))), false);
  });
});
