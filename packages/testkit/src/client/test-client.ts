import { registerTests, type ConformanceTest, type TestRunner } from '../conformance-test.js';
import { testsFor } from '../suite.js';
import { ACCESS_TESTS } from './access-tests.js';
import { ClientBench } from './client-bench.js';
import { offersOf, type ClientTest } from './client-test.js';
import type { ClientTestOptions } from './client-test-options.js';
import { CONDUCT_TESTS } from './conduct-tests.js';
import { INFO_TESTS } from './info-tests.js';
import { LICENSE_BYTES_TESTS } from './license-bytes-tests.js';
import { POLICY_TESTS } from './policy-tests.js';
import { PUBLISH_TESTS } from './publish-tests.js';
import { REPUBLISH_TESTS } from './republish-tests.js';
import { RIGHTS_TESTS } from './rights-tests.js';
import { TEMPLATE_TESTS } from './template-tests.js';

const GROUPS: Readonly<Record<string, readonly ClientTest[]>> = {
  info: INFO_TESTS,
  templates: TEMPLATE_TESTS,
  publishing: PUBLISH_TESTS,
  'a policy': POLICY_TESTS,
  rights: RIGHTS_TESTS,
  access: ACCESS_TESTS,
  'licence bytes': LICENSE_BYTES_TESTS,
  'publishing again': REPUBLISH_TESTS,
  conduct: CONDUCT_TESTS,
};

/** The tests of every promise a client makes, chosen by what it offers. */
export function clientTests(options: ClientTestOptions): readonly ConformanceTest[] {
  return testsFor(GROUPS, offersOf(options), async (run) => {
    const bench = new ClientBench(options);
    try {
      await run(bench);
    } finally {
      await bench.close();
    }
  });
}

/** Registers {@link clientTests} with a test framework; without `runner` with the global `describe` and `it`. */
export function testClient(options: ClientTestOptions, runner?: TestRunner): void {
  registerTests('the RMS client', clientTests(options), runner);
}
