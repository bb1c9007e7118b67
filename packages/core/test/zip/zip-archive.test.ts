import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { bytesSource, createSpool, DEFAULT_LIMITS, readExactly, type ByteSource, type Spool } from '@rightsmith/core';
import { isZip, openZip, type ZipEntry } from '@rightsmith/core/zip';

const CONTEXT = { limits: DEFAULT_LIMITS, signal: new AbortController().signal };

interface Part {
  readonly name: string;
  readonly data: Uint8Array;
  /** Default: DEFLATE. */
  readonly stored?: boolean;
}

/** A ZIP file laid out by hand. */
function zipOf(...parts: readonly Part[]): Uint8Array {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, data, stored = false } of parts) {
    const packed = stored ? data : deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2);
    fields.writeUInt16LE(stored ? 0 : 8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    const file = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed]);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, where, Buffer.from(name));
    files.push(file);
    offset += file.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, list, end]);
}

/** Bytes that do not pack to nothing. */
const content = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 9)) % 251);

async function entriesOf(zip: Uint8Array): Promise<readonly [ByteSource, ZipEntry, () => number]> {
  const archive = await openZip(bytesSource(zip), CONTEXT);
  let spools = 0;
  const spool = (): Promise<Spool> => {
    spools += 1;
    return Promise.resolve(createSpool());
  };
  for await (const entry of archive.entries()) return [archive.content(entry, spool), entry, () => spools];
  throw new Error('The archive is empty.');
}

describe('openZip', () => {
  it('knows archives by their beginning', async () => {
    assert.equal(await isZip(bytesSource(zipOf())), true);
    assert.equal(await isZip(bytesSource(zipOf({ name: 'a', data: content(1) }))), true);
    for (const bytes of ['', 'PK', 'PK\u0001\u0002', '%PDF'])
      assert.equal(await isZip(bytesSource(Buffer.from(bytes))), false);
  });

  it('lists entries in their order, folders among them', async () => {
    const zip = zipOf(
      { name: 'b/', data: content(0), stored: true },
      { name: 'b/ä.txt', data: content(9) },
      { name: 'a', data: content(5), stored: true },
    );
    const found: unknown[] = [];
    for await (const { name, isFolder, size } of (await openZip(bytesSource(zip), CONTEXT)).entries()) {
      found.push([name, isFolder, size]);
    }
    assert.deepEqual(found, [
      ['b/', true, 0],
      ['b/ä.txt', false, 9],
      ['a', false, 5],
    ]);
  });

  for (const length of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
    for (const stored of [true, false]) {
      it(`gives ${length} ${stored ? 'stored' : 'packed'} bytes by range`, async () => {
        const data = content(length);
        const [source, { size }] = await entriesOf(zipOf({ name: 'a', data, stored }));
        assert.equal(size, length);
        for (const [offset, count] of [
          [0, 4],
          [Math.max(0, length - 10), 10],
          [0, length],
          [3, 70_000],
        ] as const) {
          assert.deepEqual(await source.read(offset, count), data.slice(offset, offset + count));
        }
        await source.close();
      });
    }
  }

  it('inflates to scratch space only for who reads beyond the beginning', async () => {
    const [source, , spools] = await entriesOf(zipOf({ name: 'a', data: content(300_000) }));
    await source.read(0, 65_536);
    assert.equal(spools(), 0);
    await Promise.all([source.read(65_530, 10), source.read(200_000, 10), source.read(0, 10)]);
    assert.equal(spools(), 1);
  });

  it('finds damage when it reads it', async () => {
    const zip = zipOf({ name: 'a', data: content(300_000) });
    zip[Math.floor(zip.length / 2)]! ^= 0xff;
    const [source] = await entriesOf(zip);
    await assert.rejects(readExactly(source, 0, source.size, 'entry'), { code: 'CorruptFile' });
    await source.close();
  });

  it('refuses entries of another archive', async () => {
    const [, entry] = await entriesOf(zipOf({ name: 'a', data: content(1) }));
    const other = await openZip(bytesSource(zipOf({ name: 'a', data: content(1) })), CONTEXT);
    await assert.rejects(other.bytes(entry, 100), { code: 'UsageError' });
  });

  it('gives whole entries up to a limit', async () => {
    const archive = await openZip(bytesSource(zipOf({ name: 'a', data: content(5000) })), CONTEXT);
    for await (const entry of archive.entries()) {
      assert.deepEqual(await archive.bytes(entry, 5000), content(5000));
      await assert.rejects(archive.bytes(entry, 4999), { code: 'LimitReached', limit: 'metadataBytes' });
    }
  });
});
