import { registerTests, type ConformanceTest, type TestRunner } from '../conformance-test.js';
import { testsFor, type SuiteTest } from '../suite.js';
import { CONDUCT_TESTS, RECORD_TESTS, REVOCATION_TESTS } from './record-tests.js';
import { StoreBench } from './store-bench.js';
import type { StoreTestOptions } from './store-test-options.js';
import { TEMPLATE_TESTS } from './template-tests.js';
import { DIRECTORY_TESTS, KEY_TESTS, TENANT_TESTS } from './tenant-tests.js';

const GROUPS: Readonly<Record<string, readonly SuiteTest<StoreBench, never>[]>> = {
  'its tenant': TENANT_TESTS,
  'its keys': KEY_TESTS,
  'its directory': DIRECTORY_TESTS,
  'its templates': TEMPLATE_TESTS,
  'its record': RECORD_TESTS,
  'its revocations': REVOCATION_TESTS,
  conduct: CONDUCT_TESTS,
};

/** The tests of every promise of an authority's store. */
export function storeTests(options: StoreTestOptions): readonly ConformanceTest[] {
  return testsFor(GROUPS, new Set(), async (run) => {
    const bench = new StoreBench(await options.create(), options);
    try {
      await run(bench);
    } finally {
      await bench.close();
    }
  });
}

/** Registers {@link storeTests} with a test framework; without `runner` with the global `describe` and `it`. */
export function testStore(options: StoreTestOptions, runner?: TestRunner): void {
  registerTests('the store', storeTests(options), runner);
}
