import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ByteSink, ByteSource } from '@rightsmith/core';
import type { FormatBench, FormatNeed, FormatTest } from './format-test.js';
import { watchedSink, watchedSource } from './media.js';
import { perform, testsOfEach, type Operation } from './operations.js';
import { kitContext, kitEnvelope } from './protecting.js';
import { clearCipher, firstDifference, SparseStore, type SparseSample } from './sparse-files.js';

const MIB = 1024 * 1024;
const CONTENT_BYTES = 96 * MIB;
/** What a handler may hold of it at any time: scratch space of 16 MiB, and runs on their way. */
const CEILING_BYTES = 48 * MIB;
/** How much goes by between two looks at the memory. */
const LOOK_EVERY_BYTES = 12 * MIB;
const HUGE_BYTES = 2 ** 32 + 4099;

const movesContent = ({ name }: Operation): boolean => !['detect', 'inspect'].includes(name);

export const MEMORY_TESTS: readonly FormatTest[] = [
  ...testsOfEach('holds no more than 48 MiB of content of 96', staysSmall, { fits: movesContent, needs: ['sparse'] }),
  ...testsOfEach('handles more than 4 GiB', handlesHuge, {
    fits: ({ name }) => ['unwrap', 'relicense', 'openContent'].includes(name),
    needs: ['sparse', 'huge'] satisfies FormatNeed[],
  }),
];

async function staysSmall(bench: FormatBench, operation: Operation): Promise<void> {
  const sample = bench.sparseOfSize(CONTENT_BYTES);
  if (sample === undefined) return;
  const input = await sparseInput(bench, operation, sample);
  const look = memoryWatch();
  await perform(bench, operation, new Uint8Array(), {
    source: watchedSource(input, (_offset, length) => {
      look(length);
    }),
    sink: watchedSink(new SparseStore(), ({ length }) => {
      look(length);
    }),
    cipher: clearCipher(),
    name: sample.name,
  });
}

async function handlesHuge(bench: FormatBench, operation: Operation): Promise<void> {
  const sample = bench.sparseOfSize(HUGE_BYTES);
  if (sample === undefined) return;
  const store = new SparseStore();
  const source = await sparseInput(bench, operation, sample);
  await perform(bench, operation, new Uint8Array(), { source, sink: store, cipher: clearCipher(), name: sample.name });
  const plain = operation.result === 'plain' ? store.source() : await unwrapped(bench, store.source());
  assert.equal(await firstDifference(plain, sample.source()), -1, 'the place of the first byte that differs');
}

async function sparseInput(bench: FormatBench, { reads }: Operation, sample: SparseSample): Promise<ByteSource> {
  if (reads === 'plain') return sample.source();
  const store = new SparseStore();
  const envelope = kitEnvelope(sample.name, { cipher: clearCipher() });
  await bench.handler.wrap(sample.source(), envelope, store, kitContext(bench));
  return store.source();
}

async function unwrapped(bench: FormatBench, file: ByteSource): Promise<ByteSource> {
  const store: ByteSink & SparseStore = new SparseStore();
  await bench.handler.unwrap(file, clearCipher(), store, kitContext(bench));
  return store.source();
}

/** Looks at the memory as content goes by; fails where more is held than at the beginning and the ceiling allow. */
function memoryWatch(): (bytesMoved: number) => void {
  collectGarbage();
  const atFirst = usedBytes();
  let moved = 0;
  return (bytesMoved) => {
    moved += bytesMoved;
    if (moved < LOOK_EVERY_BYTES) return;
    moved = 0;
    // Where all that is used, garbage too, is little enough, nothing needs to be collected.
    if (usedBytes() - atFirst <= CEILING_BYTES) return;
    collectGarbage();
    const held = usedBytes() - atFirst;
    if (held > CEILING_BYTES) assert.fail(`It holds ${Math.round(held / MIB)} MiB.`);
  };
}

/** Bytes of what can still be reached, and of garbage. */
function usedBytes(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // Another thread frees what was collected; a second time waits until it is done with the first.
  collect();
}
