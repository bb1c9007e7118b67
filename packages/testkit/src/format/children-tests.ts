import assert from 'node:assert/strict';
import { bytesSource, readExactly } from '@rightsmith/core';
import { outcomeOf } from '../outcome.js';
import { flippedBits } from '../damage.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { firstSample, kitContext } from './protecting.js';

const FLIPS = 50;

/** A child and its content. */
type Child = readonly [name: string, bytes: Uint8Array];

export const CHILDREN_TESTS: readonly FormatTest[] = [
  {
    name: 'names each child and gives it whole, the same every time',
    needs: ['children'],
    run: async (bench) => {
      for (const { name, bytes } of bench.samples) {
        const children = await childrenOf(bench, bytes);
        for (const [child] of children) assert.notEqual(child, '', `a child of ${name} has no name`);
        assert.deepEqual(await childrenOf(bench, bytes), children, name);
      }
    },
  },
  {
    name: 'of a damaged file end in order',
    needs: ['children'],
    run: async (bench) => {
      for (const { flipped } of flippedBits(firstSample(bench).bytes, FLIPS)) {
        await outcomeOf(() => childrenOf(bench, flipped));
      }
    },
  },
];

async function childrenOf({ handler, ...bench }: FormatBench, bytes: Uint8Array): Promise<readonly Child[]> {
  const children: Child[] = [];
  const listed = handler.children?.(bytesSource(bytes), kitContext({ handler, ...bench })) ?? [];
  for await (const { name, source } of listed) {
    children.push([name, await readExactly(source, 0, source.size, `child ${name}`)]);
    await source.close();
  }
  return children;
}
