import type { ConformanceTest } from './conformance-test.js';

/** A test of anything that can be laid out on a bench. */
export interface SuiteTest<Bench, Need> {
  /** A sentence, unique in its group. */
  readonly name: string;
  /** What lacks one of these is not tested. */
  readonly needs?: readonly Need[];
  readonly run: (bench: Bench) => Promise<void> | void;
}

/** The tests whose needs are offered; `withBench` gives each a bench of its own. */
export function testsFor<Bench, Need>(
  groups: Readonly<Record<string, readonly SuiteTest<Bench, Need>[]>>,
  offers: ReadonlySet<Need>,
  withBench: (run: SuiteTest<Bench, Need>['run']) => Promise<void>,
): readonly ConformanceTest[] {
  return Object.entries(groups).flatMap(([group, tests]) =>
    tests
      .filter(({ needs = [] }) => needs.every((need) => offers.has(need)))
      .map(({ name, run }) => ({ group, name, run: () => withBench(run) })),
  );
}
