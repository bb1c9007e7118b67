import assert from 'node:assert/strict';
import type { FormatHandler } from '@rightsmith/core';
import { formatTests } from '@rightsmith/testkit';
import { redTests } from '../support/red-tests.js';
import { CONDUCT_FAULTS } from './conduct-faults.js';
import { CONTENT_FAULTS } from './content-faults.js';
import { TELLING_FAULTS } from './telling-faults.js';
import { sparseToy, toy, toyOfSize } from './toy-format.js';

const smallToyOfSize: typeof toyOfSize = (bytes) => (bytes < 200_000 ? toyOfSize(bytes) : undefined);

describe('the conformance tests of formats notice a format that', () => {
  for (const { name, breaks, red, isLarge, isSparse } of [...TELLING_FAULTS, ...CONTENT_FAULTS, ...CONDUCT_FAULTS]) {
    it(name, async () => {
      const create = (): FormatHandler => {
        const right = toy();
        return { ...right, ...breaks(right) };
      };
      const samples = [{ name: 'sample.toy', bytes: toyOfSize(5000)!.bytes }];
      const ofSize = isLarge === true ? toyOfSize : smallToyOfSize;
      const sparse = isSparse === true ? { sparseOfSize: sparseToy } : {};
      const tests = formatTests({ create, samples, ofSize, keepsLabels: true, ...sparse });
      assert.deepEqual((await redTests(tests)).sort(), [...red].sort());
    });
  }
});
