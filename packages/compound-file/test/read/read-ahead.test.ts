import assert from 'node:assert/strict';
import { bytesSource, type ByteSource } from '@rightsmith/core';
import { ENTRY, FAT_SECTOR, HEADER } from '../../src/layout.js';
import { ReadAhead } from '../../src/read/read-ahead.js';
import { neighbours, sectorNumbers } from '../../src/read/sector-numbers.js';
import { compoundBytes, openBytes, patternOf, readStream, streamOf, Tampering } from '../support/compound-bytes.js';

const BYTES = patternOf(100_000);

/** A source that writes down what is read of it. */
function watched(bytes: Uint8Array): ByteSource & { readonly lengths: number[] } {
  const source = bytesSource(bytes);
  const lengths: number[] = [];
  const read: ByteSource['read'] = (offset, length) => {
    lengths.push(length);
    return source.read(offset, length);
  };
  return { size: source.size, lengths, read, close: () => source.close() };
}

describe('reading a table ahead', () => {
  it('takes twice as much each time, up to a maximum and the end', async () => {
    const source = watched(BYTES);
    const readAhead = new ReadAhead(source, 16_384, 'table');
    for (let offset = 1000; offset + 512 <= BYTES.length; offset += 512) {
      assert.deepEqual(await readAhead.read(offset, 512), BYTES.subarray(offset, offset + 512));
    }
    assert.deepEqual(source.lengths, [512, 1024, 2048, 4096, 8192, 16_384, 16_384, 16_384, 16_384, 16_384, 1208]);
  });

  it('takes no more than is asked for in places that do not follow each other', async () => {
    const source = watched(BYTES);
    const readAhead = new ReadAhead(source, 16_384, 'table');
    for (const offset of [90_000, 5000, 70_000, 0]) {
      assert.deepEqual(await readAhead.read(offset, 512), BYTES.subarray(offset, offset + 512));
    }
    assert.deepEqual(source.lengths, [512, 512, 512, 512]);
  });

  it('finds the numbers in bytes at any address', () => {
    const bytes = Uint8Array.of(9, 1, 0, 0, 0, 2, 0, 0, 0x80, 7);
    assert.deepEqual([...sectorNumbers(bytes.subarray(1))], [1, 0x80000002]);
    assert.deepEqual([...sectorNumbers(Buffer.from(bytes).subarray(1))], [1, 0x80000002]);
  });

  it('counts neighbours, beyond 31 bits too', () => {
    const numbers = Uint32Array.of(4, 5, 6, 8, 0xfffffff0, 0xfffffff1);
    assert.equal(neighbours(numbers, 0, 6, 4), 3);
    assert.equal(neighbours(numbers, 0, 2, 4), 2);
    assert.equal(neighbours(numbers, 1, 6, 4), 0);
    assert.equal(neighbours(numbers, 4, 99, 0xfffffff0), 2);
    assert.equal(neighbours(numbers, 5, 4, 1), 0);
  });

  it('finds a FAT whose sectors lie scattered among those of a stream', async () => {
    const file = new Tampering(await compoundBytes([streamOf('Large', 300 * 512)]));
    const from = file.get(HEADER.difat + 4);
    const to = file.get(file.entryOffset('Large') + ENTRY.firstSector) + 50;
    const fatSector = file.bytes.slice(file.sectorOffset(from), file.sectorOffset(from + 1));
    file.bytes.copyWithin(file.sectorOffset(from), file.sectorOffset(to), file.sectorOffset(to + 1));
    file.bytes.set(fatSector, file.sectorOffset(to));
    file.set(HEADER.difat + 4, to).set(file.fatOffset(to), FAT_SECTOR);
    file.set(file.fatOffset(to - 1), from).set(file.fatOffset(from), to + 1);
    const stream = await readStream(await openBytes(file.bytes, { strictness: 'strict' }), 'Large');
    assert.deepEqual(stream, patternOf(300 * 512));
  });
});
