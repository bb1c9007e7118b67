import assert from 'node:assert/strict';
import { openCompoundFile, type CompoundFile } from '@rightsmith/compound-file';
import { bytesSource, createContentCipher, memorySink } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { buildPackage } from './support/build-package.js';
import { streamOf, withStreams } from './support/containers.js';
import { placeholderFile } from './support/placeholder-files.js';
import { cipherOf, LICENSE, NOW, wrapped } from './support/protecting.js';

const docx = await buildPackage();
const open = (file: Uint8Array): Promise<CompoundFile> => openCompoundFile(bytesSource(file), { strictness: 'strict' });
const PRIMARY = '\u0006DataSpaces/TransformInfo/DRMEncryptedTransform/\u0006Primary';

/** What cannot be protected, and the error's code. */
const refused: readonly (readonly [what: string, file: Uint8Array, code: string])[] = [
  ['a protected document', await wrapped(docx), 'AlreadyProtected'],
  ['a protected document of Word', await wrapped(placeholderFile('doc')), 'AlreadyProtected'],
  ['something else', new TextEncoder().encode('text'), 'UnsupportedFormat'],
  ['half a package', docx.subarray(0, 400), 'CorruptFile'],
];

describe('wrap', () => {
  it('lays a package out as MIP SDK does', async () => {
    const { version, root, entries } = await open(await wrapped(docx));
    assert.equal(version, 3);
    assert.deepEqual([root.classId, root.created, root.modified?.getTime()], [undefined, undefined, NOW]);
    assert.deepEqual(
      entries.map(({ path }) => path.join('/')),
      [
        '\u0006DataSpaces',
        '\u0006DataSpaces/Version',
        '\u0006DataSpaces/DataSpaceMap',
        '\u0006DataSpaces/DataSpaceInfo',
        '\u0006DataSpaces/DataSpaceInfo/DRMEncryptedDataSpace',
        '\u0006DataSpaces/TransformInfo',
        '\u0006DataSpaces/TransformInfo/DRMEncryptedTransform',
        PRIMARY,
        'EncryptedPackage',
      ],
    );
  });

  it('gives storages both times, streams none, and no entry a class or state', async () => {
    for (const entry of (await open(await wrapped(docx))).entries) {
      const time = entry.kind === 'storage' ? NOW : undefined;
      assert.deepEqual([entry.created?.getTime(), entry.modified?.getTime()], [time, time]);
      assert.deepEqual([entry.classId, entry.stateBits], [undefined, 0]);
    }
  });

  const binary = [
    ['doc', '00020906-0000-0000-c000-000000000046', ['1Table', '\u0001CompObj', 'WordDocument']],
    ['xls', '00020820-0000-0000-c000-000000000046', ['Workbook', '\u0001CompObj']],
    ['ppt', '64818d10-4f9b-11cf-86ea-00aa00b929e8', ['\u0001CompObj', 'Current User', 'PowerPoint Document']],
  ] as const;
  for (const [extension, classId, visible] of binary) {
    it(`puts a visible document around a .${extension}`, async () => {
      const document = await withStreams(placeholderFile(extension), { Secret: new Uint8Array(5000).fill(0x53) });
      const file = await wrapped(document);
      const { root, entries } = await open(file);
      assert.equal(root.classId, classId);
      const names = entries.filter(({ path }) => path.length === 1).map(({ path: [name] }) => name);
      assert.deepEqual(names.toSorted(), ['\u0006DataSpaces', '\tDRMContent', ...visible].toSorted());
      for (const name of visible) {
        assert.deepEqual(await streamOf(file, name), await streamOf(placeholderFile(extension), name));
      }
      assert.ok(!Buffer.from(file).includes('SSSSSSSSSSSSSSSS'));
    });
  }

  it('stores the licence in UTF-8 without byte order mark', async () => {
    const stored = (await streamOf(await wrapped(docx), PRIMARY)).subarray(176);
    assert.deepEqual(Buffer.from(stored).subarray(0, LICENSE.length - 3), Buffer.from(LICENSE.subarray(3)));
  });

  it('fills CBC up to whole segments of 4096 bytes and ECB to blocks, with zeros', async () => {
    for (const [mode, unit] of [
      ['CBC4K', 4096],
      ['ECB', 16],
    ] as const) {
      const stream = await streamOf(await wrapped(docx, { cipher: cipherOf(mode) }), 'EncryptedPackage');
      assert.equal(new DataView(stream.buffer).getBigUint64(0, true), BigInt(docx.length));
      assert.equal(stream.length, 8 + Math.ceil(docx.length / unit) * unit);
      const plain = await cipherOf(mode).decrypt(0, stream.subarray(8), false);
      assert.deepEqual(plain.subarray(0, docx.length), docx);
      assert.ok(plain.subarray(docx.length).every((byte) => byte === 0));
    }
  });

  it('takes another fresh key, and other bytes come out', async () => {
    const other = await wrapped(docx, { cipher: createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) }) });
    assert.notDeepEqual(other, await wrapped(docx));
  });

  for (const [what, file, code] of refused) {
    it(`refuses ${what} before it writes`, async () => {
      const sink = memorySink();
      const envelope = { license: LICENSE, cipher: cipherOf(), name: 'a.docx', labels: [] };
      await assert.rejects(ooxml().wrap(bytesSource(file), envelope, sink, {}), { code });
      assert.equal(sink.bytes().length, 0);
    });
  }
});
