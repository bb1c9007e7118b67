import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Cfb from 'cfb';
import fc from 'fast-check';
import { bytesSource } from '@rightsmith/core';
import type { CompoundInput } from '@rightsmith/compound-file';
import { foldName } from '../src/names.js';
import { compoundBytes, openBytes, readStreams } from './support/compound-bytes.js';

const cfb = createRequire(import.meta.url)('cfb') as typeof Cfb;

/** The stream `cfb` adds to whatever it writes. */
const OWN_STREAM = '\u0001Sh33tJ5';

const RUN = { seed: 20_264, numRuns: 60 };

const name = fc
  .string({ unit: fc.constantFrom(...'abcXYZ09 ._-äÖßé\u0001\u0005\u0006\t'.split('')), minLength: 1, maxLength: 31 })
  .filter((text) => text !== '.' && text !== '..' && text.trim() === text);
const size = fc.oneof(fc.constantFrom(0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097), fc.nat({ max: 70_000 }));

interface Sample {
  readonly path: readonly string[];
  readonly content: Uint8Array;
}

/** Streams up to three storages deep, none of whose names is another's storage. */
const samples = fc
  .uniqueArray(fc.record({ path: fc.array(name, { minLength: 1, maxLength: 4 }), size }), {
    selector: ({ path }) => foldName(path[0]!),
    maxLength: 40,
  })
  .map((list) =>
    list.map(({ path, size: bytes }, index): Sample => ({ path, content: new Uint8Array(bytes).fill(index + 1) })),
  );

function expectedOf(list: readonly Sample[]): Map<string, Uint8Array> {
  return new Map(list.map(({ path, content }) => [path.join('/'), content]));
}

describe('the library cfb', () => {
  it('reads entry by entry what our writer makes', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (list) => {
        const inputs = list.map(({ path, content }): CompoundInput => ({
          kind: 'stream',
          path,
          content: bytesSource(content),
        }));
        const { FullPaths, FileIndex } = cfb.read(Buffer.from(await compoundBytes(inputs)), { type: 'buffer' });
        const found = new Map<string, Uint8Array>();
        FileIndex.forEach((entry, index) => {
          const path = FullPaths[index]!.replace(/^[^/]*\//, '');
          if (entry.type === 2) found.set(path, new Uint8Array(entry.content));
        });
        assert.deepEqual(found, expectedOf(list));
      }),
      RUN,
    );
  });

  it('reads class ids, state bits and times as our writer was given them', async () => {
    // It reckons with fractions, and would lose a millisecond of most times.
    const modified = new Date('2024-05-06T07:08:00Z');
    const classId = '00020906-0000-0000-c000-000000000046';
    const bytes = await compoundBytes([
      { kind: 'storage', path: '', classId },
      { kind: 'storage', path: 'S', created: modified, modified, stateBits: 7 },
    ]);
    const [root, storage] = cfb.read(Buffer.from(bytes), { type: 'buffer' }).FileIndex;
    assert.equal(root?.clsid, '0609020000000000c000000000000046');
    assert.deepEqual([storage?.ct, storage?.mt, storage?.state], [modified, modified, 7]);
  });

  it('writes what we read', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (list) => {
        const container = cfb.utils.cfb_new();
        for (const { path, content } of list) cfb.utils.cfb_add(container, `/${path.join('/')}`, Buffer.from(content));
        const file = await openBytes(new Uint8Array(cfb.write(container, { type: 'buffer' }) as Buffer));
        const found = await readStreams(file);
        found.delete(OWN_STREAM);
        assert.deepEqual(found, expectedOf(list));
      }),
      RUN,
    );
  });
});
