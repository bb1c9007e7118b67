import assert from 'node:assert/strict';
import { readExactly } from '@rightsmith/core';
import { compoundFileSize, openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import type { StreamInput, StreamWriter } from '@rightsmith/compound-file';
import { HEADER } from '../../src/layout.js';
import { patternOf, readStream, streamOf } from '../support/compound-bytes.js';
import { HOLE, SparseSink } from '../support/sparse-sink.js';

const MEBIBYTE = HOLE.length;
const GIBIBYTE = 1024 * MEBIBYTE;

/** The bytes that tell one mebibyte of a large stream from another. */
function mark(mebibyte: number): Uint8Array {
  return new Uint8Array(Buffer.from(`mebibyte ${mebibyte}`));
}

/** A stream that is empty but for marks at the start of some mebibytes and at its very end. */
function largeStream(path: string, size: number, marked: readonly number[]): StreamInput<StreamWriter> {
  const write: StreamWriter['write'] = async (sink) => {
    for (let done = 0; done < size; done += MEBIBYTE) {
      const count = Math.min(MEBIBYTE, size - done);
      const isLast = done + count === size;
      if (!isLast && !marked.includes(done / MEBIBYTE)) {
        await sink.write(HOLE.subarray(0, count));
        continue;
      }
      const bytes = new Uint8Array(count);
      bytes.set(mark(done / MEBIBYTE));
      if (isLast) bytes[count - 1] = 1;
      await sink.write(bytes);
    }
  };
  return { kind: 'stream', path, content: { size, write } };
}

describe('compound files of gigabytes', () => {
  for (const { gibibytes, version } of [
    { gibibytes: 1, version: 3 },
    { gibibytes: 3, version: 4 },
    { gibibytes: 5, version: 4 },
  ] as const) {
    it(`of ${gibibytes} GiB are of version ${version}, and read to the last byte`, async () => {
      const size = gibibytes * GIBIBYTE - 7;
      const marked = [0, 1, 1023, 2046, 2047, 2048, 4095, 4096, 5000];
      const inputs = [largeStream('Large', size, marked), streamOf('Small', 100), streamOf('Later', 50_000)];
      const sink = new SparseSink();
      await writeCompoundFile(inputs, sink);
      assert.equal(sink.size, compoundFileSize(inputs));

      const file = await openCompoundFile(sink.source(), { strictness: 'strict' });
      assert.equal(file.version, version);
      assert.equal(file.find('Large')?.size, size);
      const large = await file.openStream('Large');
      for (const mebibyte of marked.filter((place) => place * MEBIBYTE < size)) {
        const expected = mark(mebibyte);
        const start = mebibyte * MEBIBYTE;
        assert.deepEqual(await large.read(start, expected.length), expected);
        // A read across the border, of which the half before is empty.
        if (start > 0) assert.deepEqual((await large.read(start - 4096, 4096 + expected.length)).slice(4096), expected);
      }
      assert.deepEqual(await large.read(size - 2, 9), Uint8Array.of(0, 1));
      assert.deepEqual(await readStream(file, 'Small'), patternOf(100));
      assert.deepEqual(await readStream(file, 'Later'), patternOf(50_000));
    });
  }

  it('leave the range lock sector empty and mark it as the end of a chain', async () => {
    const sink = new SparseSink();
    await writeCompoundFile([largeStream('Large', 2 * GIBIBYTE + 1000, [2047])], sink);
    const source = sink.source();
    assert.deepEqual(await readExactly(source, 0x7ffff000, 4096, 'range lock'), new Uint8Array(4096));
    const header = new DataView((await readExactly(source, 0, 512, 'header')).buffer);
    const fatOffset = (header.getUint32(HEADER.difat, true) + 1) * 4096;
    const lockEntry = await readExactly(source, fatOffset + (0x7ffff000 / 4096 - 1) * 4, 4, 'FAT');
    assert.deepEqual(lockEntry, Uint8Array.of(0xfe, 0xff, 0xff, 0xff));
  });

  it('are of version 3 up to the last sector that fits below 2 GiB', async () => {
    const inputsOf = (sectors: number): StreamInput<StreamWriter>[] => [largeStream('Large', sectors * 512, [])];
    // 4 bytes of FAT for each sector of 512, and header, directory and DIFAT.
    let sectors = Math.floor((2 * GIBIBYTE) / 516) - 1000;
    // The tables of version 4 are smaller.
    while (compoundFileSize(inputsOf(sectors + 1)) > compoundFileSize(inputsOf(sectors))) sectors += 1;
    for (const [count, version] of [
      [sectors, 3],
      [sectors + 1, 4],
    ] as const) {
      const sink = new SparseSink();
      await writeCompoundFile(inputsOf(count), sink);
      assert.equal((await openCompoundFile(sink.source(), { strictness: 'strict' })).version, version);
    }
    assert.ok(compoundFileSize(inputsOf(sectors)) > 2 * GIBIBYTE - 2048);
  });

  it('have known sizes far beyond what memory holds, and an end', () => {
    const sizeOf = (size: number): number => compoundFileSize([{ kind: 'stream', path: 'Large', content: { size } }]);
    assert.ok(sizeOf(2 ** 43) > 2 ** 43 && sizeOf(2 ** 43) < 2 ** 43 * 1.01);
    assert.throws(() => sizeOf(2 ** 44), { code: 'UsageError' });
  });
});
