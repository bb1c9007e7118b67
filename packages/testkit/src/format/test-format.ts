import { UsageError } from '@rightsmith/core';
import { registerTests, type ConformanceTest, type TestRunner } from '../conformance-test.js';
import { reportOn, type ConformanceReport } from '../report.js';
import { testsFor } from '../suite.js';
import { ABORT_TESTS } from './abort-tests.js';
import { BEHAVIOUR_TESTS } from './behaviour-tests.js';
import { CHILDREN_TESTS } from './children-tests.js';
import { DAMAGE_TESTS } from './damage-tests.js';
import { DETECT_TESTS } from './detect-tests.js';
import { FAILING_MEDIA_TESTS } from './failing-media-tests.js';
import { createFormatBench, gapsOf, offersOf, type FormatTest } from './format-test.js';
import type { FormatTestOptions } from './format-test-options.js';
import { GLOBAL_STATE_TESTS } from './global-state-tests.js';
import { INFO_TESTS } from './info-tests.js';
import { INSPECT_TESTS } from './inspect-tests.js';
import { KEY_TESTS } from './key-tests.js';
import { MEMORY_TESTS } from './memory-tests.js';
import { OPEN_CONTENT_TESTS } from './open-content-tests.js';
import { RELICENSE_TESTS } from './relicense-tests.js';
import { ROUND_TRIP_TESTS } from './round-trip-tests.js';
import { STREAM_TESTS } from './stream-tests.js';

const GROUPS: Readonly<Record<string, readonly FormatTest[]>> = {
  info: INFO_TESTS,
  detect: DETECT_TESTS,
  inspect: INSPECT_TESTS,
  'round trip': ROUND_TRIP_TESTS,
  wrapStream: STREAM_TESTS,
  openContent: OPEN_CONTENT_TESTS,
  relicense: RELICENSE_TESTS,
  children: CHILDREN_TESTS,
  key: KEY_TESTS,
  behaviour: BEHAVIOUR_TESTS,
  'global state': GLOBAL_STATE_TESTS,
  memory: MEMORY_TESTS,
  abort: ABORT_TESTS,
  'failing media': FAILING_MEDIA_TESTS,
  damage: DAMAGE_TESTS,
};

/** The tests of every promise a format makes, chosen by what it offers. @throws UsageError without a sample */
export function formatTests(options: FormatTestOptions): readonly ConformanceTest[] {
  if (options.samples.length === 0) throw new UsageError('A format is tested with at least one sample.');
  return testsFor(GROUPS, offersOf(options), async (run) => {
    await run(createFormatBench(options));
  });
}

/** Runs {@link formatTests} without a test framework. */
export async function formatReport(options: FormatTestOptions): Promise<ConformanceReport> {
  const report = await reportOn(`the format ${options.create().info.id}`, formatTests(options));
  return { ...report, untested: gapsOf(options) };
}

/** Registers {@link formatTests} with a test framework; without `runner` with the global `describe` and `it`. */
export function testFormat(options: FormatTestOptions, runner?: TestRunner): void {
  registerTests(`the format ${options.create().info.id}`, formatTests(options), runner);
}
