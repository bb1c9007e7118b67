import assert from 'node:assert/strict';
import { bytesSource, countingSink, memorySink } from '@rightsmith/core';
import { compoundFileSize, writeCompoundFile } from '@rightsmith/compound-file';
import type { CompoundInput } from '@rightsmith/compound-file';
import { ENTRY, ENTRY_COLOR, HEADER } from '../../src/layout.js';
import { compareNames } from '../../src/names.js';
import {
  compoundBytes,
  openBytes,
  patternOf,
  readStream,
  readStreams,
  streamOf,
  Tampering,
} from '../support/compound-bytes.js';

const stream = (path: string): CompoundInput => streamOf(path, 10);

describe('writeCompoundFile', () => {
  it('writes a root and nothing else when there is nothing else', async () => {
    const bytes = await compoundBytes([]);
    assert.equal(bytes.length, 3 * 512);
    const file = await openBytes(bytes, { strictness: 'strict' });
    assert.deepEqual([file.entries, file.root.classId, file.root.modified], [[], undefined, undefined]);
  });

  for (const size of [0, 1, 63, 64, 4095, 4096, 4097, 100_000]) {
    it(`keeps streams of ${size} bytes`, async () => {
      const inputs = [streamOf('One', size), streamOf('Two', size)];
      const bytes = await compoundBytes(inputs);
      assert.equal(bytes.length, compoundFileSize(inputs));
      const file = await openBytes(bytes, { strictness: 'strict' });
      assert.deepEqual(await readStream(file, 'One'), patternOf(size));
      assert.deepEqual(await readStream(file, 'Two'), patternOf(size));
    });
  }

  it('needs DIFAT sectors from 109 FAT sectors on', async () => {
    for (const [sectors, difatSectors] of [
      [13_000, 0],
      [15_000, 1],
      [40_000, 2],
    ] as const) {
      const file = new Tampering(await compoundBytes([streamOf('Large', sectors * 512)]));
      assert.equal(file.get(HEADER.difatSectors), difatSectors);
      const opened = await openBytes(file.bytes, { strictness: 'strict' });
      assert.deepEqual(await readStream(opened, 'Large'), patternOf(sectors * 512));
    }
  });

  it('makes the same bytes of the same entries', async () => {
    const inputs = [streamOf('A/B', 100), streamOf('C', 5000)];
    assert.deepEqual(await compoundBytes(inputs), await compoundBytes(inputs));
  });

  it('makes the storages that only a path names', async () => {
    const file = await openBytes(await compoundBytes([stream('A/B/C')]), { strictness: 'strict' });
    assert.deepEqual(
      file.entries.map(({ path, kind }) => [path.join('/'), kind]),
      [
        ['A', 'storage'],
        ['A/B', 'storage'],
        ['A/B/C', 'stream'],
      ],
    );
  });

  it('takes the facts of a storage before or after what is in it', async () => {
    const facts: CompoundInput = { kind: 'storage', path: 'A', stateBits: 5 };
    for (const inputs of [
      [facts, stream('A/B')],
      [stream('A/B'), facts],
    ]) {
      assert.equal((await openBytes(await compoundBytes(inputs))).find('A')?.stateBits, 5);
    }
  });

  it('asks for contents one at a time, small ones first, else in the order given', async () => {
    const events: string[] = [];
    const watched = (path: string, size: number): CompoundInput => ({
      kind: 'stream',
      path,
      content: {
        size,
        write: async (sink) => {
          events.push(`${path} begins`);
          for (let done = 0; done < size; done += 1000) await sink.write(new Uint8Array(Math.min(1000, size - done)));
          events.push(`${path} ends`);
        },
      },
    });
    await compoundBytes([watched('Z', 5000), watched('B', 100), watched('A', 9000), watched('C', 0)]);
    assert.deepEqual(
      events,
      ['B', 'C', 'Z', 'A'].flatMap((path) => [`${path} begins`, `${path} ends`]),
    );
  });

  it('tells its progress and stops when told', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    const inputs = [streamOf('A', 100), streamOf('B', 600_000), streamOf('C', 5000)];
    await writeCompoundFile(inputs, countingSink(), { progress: (bytes) => told.push(bytes) });
    assert.equal(told.at(-1), 605_100);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    const progress = (): void => {
      controller.abort();
    };
    await assert.rejects(writeCompoundFile(inputs, countingSink(), { signal: controller.signal, progress }), {
      code: 'Aborted',
    });
  });

  for (const { what, given } of [
    { what: 'fewer', given: [4000] },
    { what: 'more', given: [5000, 1] },
  ]) {
    it(`refuses a content that gives ${what} bytes than announced`, async () => {
      const write = async (sink: { write(bytes: Uint8Array): Promise<void> }): Promise<void> => {
        for (const count of given) await sink.write(new Uint8Array(count));
      };
      const inputs: CompoundInput[] = [{ kind: 'stream', path: 'A', content: { size: 5000, write } }];
      await assert.rejects(writeCompoundFile(inputs, memorySink()), { code: 'UsageError', message: new RegExp(what) });
    });
  }

  for (const { what, inputs } of [
    { what: 'an empty name', inputs: [stream('A//B')] },
    { what: 'a name of 32 units', inputs: [stream('n'.repeat(32))] },
    ...['/', '\\', ':', '!', '\0'].map((character) => ({
      what: `a name with ${JSON.stringify(character)}`,
      inputs: [{ ...stream(''), path: [`a${character}b`] }],
    })),
    { what: 'a root that is a stream', inputs: [stream('')] },
    { what: 'two streams of one name', inputs: [stream('Name'), stream('nAME')] },
    { what: 'a stream with the name of a storage', inputs: [stream('A/B'), stream('a')] },
    { what: 'a storage with the name of a stream', inputs: [stream('A'), { kind: 'storage', path: 'a' }] },
    { what: 'something inside a stream', inputs: [stream('A'), stream('A/B')] },
    {
      what: 'a storage twice',
      inputs: [
        { kind: 'storage', path: 'A' },
        { kind: 'storage', path: 'A' },
      ],
    },
    { what: 'a class id that is none', inputs: [{ kind: 'storage', path: '', classId: 'Word' }] },
    { what: 'a time before 1601', inputs: [{ kind: 'storage', path: '', modified: new Date('1600-12-31') }] },
    { what: 'a time that is none', inputs: [{ kind: 'storage', path: '', created: new Date(NaN) }] },
    { what: 'state bits beyond 32', inputs: [{ kind: 'storage', path: '', stateBits: 2 ** 32 }] },
    {
      what: 'a negative size',
      inputs: [{ kind: 'stream', path: 'A', content: { size: -1, write: () => Promise.resolve() } }],
    },
    {
      what: 'half a byte',
      inputs: [{ kind: 'stream', path: 'A', content: { size: 0.5, write: () => Promise.resolve() } }],
    },
  ] as { what: string; inputs: CompoundInput[] }[]) {
    it(`refuses ${what}, before it writes`, async () => {
      const sink = countingSink();
      await assert.rejects(writeCompoundFile(inputs, sink), { code: 'UsageError' });
      assert.equal(sink.count, 0);
    });
  }

  it('keeps every fact of a storage', async () => {
    const facts = {
      classId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      created: new Date('1601-01-01T00:00:00.001Z'),
      modified: new Date('9999-12-31T23:59:59.999Z'),
      stateBits: 0xffffffff,
    };
    for (const path of ['', 'A/B']) {
      const file = await openBytes(await compoundBytes([{ kind: 'storage', path, ...facts }]), {
        strictness: 'strict',
      });
      const { classId, created, modified, stateBits } = file.find(path)!;
      assert.deepEqual({ classId, created, modified, stateBits }, facts);
    }
  });
});

describe('the tree of siblings', () => {
  /** Length of every way down counted in black entries; all must be the same. */
  function blackHeights(file: Tampering, id: number, isParentRed: boolean, names: string[]): Set<number> {
    if (id === 0xffffffff) return new Set([0]);
    const offset = file.sectorOffset(file.get(HEADER.firstDirectorySector)) + id * 128;
    const isRed = file.bytes[offset + ENTRY.color] === ENTRY_COLOR.red;
    assert.ok(!(isRed && isParentRed), 'a red entry below a red one');
    const left = blackHeights(file, file.get(offset + ENTRY.left), isRed, names);
    const length = file.bytes[offset + ENTRY.nameLength]! / 2 - 1;
    names.push(Buffer.from(file.bytes.subarray(offset, offset + 2 * length)).toString('utf16le'));
    const right = blackHeights(file, file.get(offset + ENTRY.right), isRed, names);
    return new Set([...left, ...right].map((height) => height + (isRed ? 0 : 1)));
  }

  it('is a red-black tree in the order of the format, whatever its size', async () => {
    for (let count = 1; count <= 70; count++) {
      const wanted = Array.from({ length: count }, (_, index) => `${'n'.repeat(index % 7)}${index}`);
      const file = new Tampering(await compoundBytes(wanted.map((name) => stream(name))));
      const names: string[] = [];
      const top = file.get(file.entryOffset('Root Entry') + ENTRY.child);
      assert.equal(blackHeights(file, top, true, names).size, 1);
      assert.deepEqual(names, wanted.toSorted(compareNames));
      assert.equal((await readStreams(await openBytes(file.bytes, { strictness: 'strict' }))).size, count);
    }
  });

  it('has Office’s streams in the order of ooxml-irm.md §9', async () => {
    const names = [
      '\u0006DataSpaces',
      'MsoDataStore',
      'EncryptedSIHash',
      'EncryptedDSIHash',
      'EncryptedPackage',
      '\u0005SummaryInformation',
      '\u0005DocumentSummaryInformation',
      'IsRedundantDataStorePromotion',
    ];
    const file = await openBytes(await compoundBytes(names.toSorted().map((name) => stream(name))));
    assert.deepEqual(
      file.entries.map(({ path }) => path[0]),
      names,
    );
  });
});

describe('compoundFileSize', () => {
  it('needs sizes only', () => {
    assert.equal(compoundFileSize([{ kind: 'stream', path: 'A', content: { size: 4096 } }]), 512 * 11);
  });

  it('does not care for what the contents are', async () => {
    const content = bytesSource(patternOf(10_000));
    const inputs: CompoundInput[] = [{ kind: 'stream', path: 'A', content }];
    assert.equal(compoundFileSize(inputs), (await compoundBytes(inputs)).length);
  });
});
