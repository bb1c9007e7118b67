import assert from 'node:assert/strict';
import { bytesSource, memorySink, type ByteSource } from '@rightsmith/core';
import { openCompoundFile, writeCompoundFile } from '@rightsmith/compound-file';
import { HEADER } from '../../src/layout.js';
import { compoundBytes, streamOf, Tampering } from '../support/compound-bytes.js';

describe('a source that claims to be larger than any disk', () => {
  it('costs no more memory than what is read of it', async () => {
    const sink = memorySink();
    const content = bytesSource(new Uint8Array(100_000).fill(7));
    await writeCompoundFile([{ kind: 'stream', path: ['a'], content }], sink);
    const real = bytesSource(sink.bytes());
    const claiming: ByteSource = { ...real, size: Number.MAX_SAFE_INTEGER, read: (...range) => real.read(...range) };
    const file = await openCompoundFile(claiming);
    const stream = await file.openStream(['a']);
    assert.deepEqual(await stream.read(99_998, 10), Uint8Array.of(7, 7));
  });

  it('has no sectors where the numbers are marks', async () => {
    const { bytes } = new Tampering(await compoundBytes([streamOf('Large', 5000)])).set(HEADER.difat, 0xfffffffd);
    const real = bytesSource(bytes);
    const claiming: ByteSource = { ...real, size: Number.MAX_SAFE_INTEGER, read: (...range) => real.read(...range) };
    await assert.rejects(openCompoundFile(claiming), {
      code: 'CorruptFile',
      where: { structure: 'list of FAT sectors', offset: HEADER.difat },
    });
  });
});
