import { blobSource, budgetSource, bytesSource, fileSource, sliceSource } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { sampleBytes } from './support/sample-bytes.js';
import { spooledSource } from './support/sample-sources.js';

describe('every source', () => {
  const folder = useTemporaryFolder();
  const content = sampleBytes(5000);

  const openers: readonly { readonly kind: string; readonly open: () => ByteSource | Promise<ByteSource> }[] = [
    { kind: 'a file', open: fileWithContent },
    { kind: 'an array', open: () => bytesSource(content) },
    { kind: 'a Buffer', open: () => bytesSource(Buffer.from(content)) },
    { kind: 'a blob', open: () => blobSource(new Blob([content])) },
    { kind: 'a spool in memory', open: () => spooledSource(content, content.length) },
    { kind: 'a spool on disk', open: () => spooledSource(content, 0) },
    { kind: 'a slice', open: () => sliceSource(bytesSource(sampleBytes(6000)), 0, 5000) },
    { kind: 'a budget', open: () => budgetSource(bytesSource(content), 2 ** 40) },
  ];

  function fileWithContent(): ByteSource {
    writeFileSync(folder('content'), content);
    return fileSource(folder('content'));
  }

  for (const { kind, open } of openers) {
    it(`reads any range of ${kind} as an array gives it, many at a time`, async () => {
      const source = await open();
      assert.equal(source.size, content.length);
      const ranges = fc.array(fc.tuple(fc.nat(6000), fc.nat(6000)), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(ranges, async (wanted) => {
          const read = await Promise.all(wanted.map(([offset, length]) => source.read(offset, length)));
          assert.deepEqual(
            read,
            wanted.map(([offset, length]) => content.slice(offset, offset + length)),
          );
        }),
        { seed: 1, numRuns: 50 },
      );
      await source.close();
    });

    it(`gives what it read of ${kind} away`, async () => {
      const source = await open();
      const first = await source.read(10, 10);
      assert.equal(Object.getPrototypeOf(first), Uint8Array.prototype);
      first.fill(255);
      assert.deepEqual(await source.read(10, 10), content.slice(10, 20));
      await source.close();
    });

    it(`gives nothing behind the end of ${kind}, however much is asked for`, async () => {
      const source = await open();
      assert.equal((await source.read(5000, Number.MAX_SAFE_INTEGER)).length, 0);
      assert.equal((await source.read(Number.MAX_SAFE_INTEGER, 1)).length, 0);
      assert.deepEqual(await source.read(4999, Number.MAX_SAFE_INTEGER), content.slice(4999));
      await source.close();
    });

    it(`refuses offsets and lengths that no range of ${kind} can have`, async () => {
      const source = await open();
      for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
        await assert.rejects(source.read(bad, 1), { code: 'UsageError' }, `offset ${bad}`);
        await assert.rejects(source.read(0, bad), { code: 'UsageError' }, `length ${bad}`);
      }
      await source.close();
    });

    it(`reads nothing of ${kind} once it is closed, twice if need be`, async () => {
      const source = await open();
      await source.close();
      await source.close();
      await assert.rejects(source.read(0, 1), { code: 'CannotRead' });
    });
  }
});
