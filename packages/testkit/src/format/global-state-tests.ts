import assert from 'node:assert/strict';
import type { FormatBench, FormatTest } from './format-test.js';
import { inputOf, perform, testsOfEach, type Operation } from './operations.js';
import { firstSample } from './protecting.js';

const BUILT_IN = { Object, Array, Promise, Uint8Array, Map, String, Number, Error, globalThis };
const EVENTS = ['exit', 'beforeExit', 'uncaughtException', 'unhandledRejection', 'warning', 'SIGINT', 'SIGTERM'];

export const GLOBAL_STATE_TESTS: readonly FormatTest[] = testsOfEach('changes nothing global', changesNothing);

async function changesNothing(bench: FormatBench, operation: Operation): Promise<void> {
  const input = await inputOf(bench, operation, firstSample(bench));
  // What Node itself loads at first use is there afterwards.
  await perform(bench, operation, input);
  const before = globalState();
  await perform(bench, operation, input);
  assert.deepEqual(globalState(), before);
}

/** Of what all code in the process shares, that which plugins have been known to change. */
function globalState(): object {
  const names = Object.entries(BUILT_IN).map(([name, value]) => {
    const { prototype } = value as { readonly prototype?: object };
    return [
      name,
      Object.getOwnPropertyNames(value),
      prototype === undefined ? [] : Object.getOwnPropertyNames(prototype),
    ];
  });
  return {
    names,
    environment: { ...process.env },
    folder: process.cwd(),
    listeners: EVENTS.map((event) => [event, process.listenerCount(event)]),
  };
}
