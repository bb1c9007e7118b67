import type { ConformanceTest } from '@rightsmith/testkit';

/** Runs the tests one after another and returns those that fail, as `group: name`. */
export async function redTests(tests: readonly ConformanceTest[]): Promise<string[]> {
  const red: string[] = [];
  for (const { group, name, run } of tests) {
    await run().catch(() => red.push(`${group}: ${name}`));
  }
  return red;
}
