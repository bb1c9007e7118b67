import assert from 'node:assert/strict';
import type { ClientTest } from './client-test.js';

export const INFO_TESTS: readonly ClientTest[] = [
  {
    name: 'names an id',
    run: async (bench) => {
      assert.match((await bench.client()).info.id, /^[a-z][a-z0-9-]*$/);
    },
  },
  {
    name: 'declares the abilities it is tested for',
    run: async (bench) => {
      assert.deepEqual((await bench.client()).info.can, bench.can);
    },
  },
  {
    name: 'registers documents for tracking if it says so, and only then',
    run: async (bench) => {
      const client = await bench.client();
      assert.equal(client.register !== undefined, client.info.can.tracking);
    },
  },
];
