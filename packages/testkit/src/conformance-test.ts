import { UsageError } from '@rightsmith/core';

/** One promise of a port as a test: data until somebody runs it. */
export interface ConformanceTest {
  /** What it is about, such as `detect`. */
  readonly group: string;
  /** A sentence, unique in its suite. */
  readonly name: string;
  /** Rejects with an AssertionError where the promise is broken. Tests share nothing: they may run alone and in any order. */
  readonly run: () => Promise<void>;
}

/** The two functions of a test framework that a suite is registered with; those of mocha and of `node:test` fit. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, body: () => Promise<void>) => unknown;
}

/** Registers the tests under `title`, a `describe` for each group. @throws UsageError without a runner where there are no globals either */
export function registerTests(
  title: string,
  tests: readonly ConformanceTest[],
  runner: TestRunner = globalRunner(),
): void {
  const groups = [...new Set(tests.map(({ group }) => group))];
  runner.describe(title, () => {
    for (const group of groups) {
      runner.describe(group, () => {
        for (const { name, run } of tests.filter((test) => test.group === group)) runner.it(name, run);
      });
    }
  });
}

function globalRunner(): TestRunner {
  const { describe, it } = globalThis as Partial<TestRunner>;
  if (describe !== undefined && it !== undefined) return { describe, it };
  throw new UsageError('There are no global functions describe and it here.', {
    hint: 'Pass them, such as those of node:test.',
  });
}
