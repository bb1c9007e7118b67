import type { ConformanceTest } from './conformance-test.js';

/** How one test went. */
export interface TestResult {
  readonly group: string;
  readonly name: string;
  readonly passed: boolean;
  /** Why it failed. */
  readonly problem?: string;
}

/** How a suite went, as plain JSON. */
export interface ConformanceReport {
  /** What was tested, such as `the format toy`. */
  readonly subject: string;
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestResult[];
  /** What was not tested, and what it would take. Absent where that is not known. */
  readonly untested?: readonly string[];
}

/** Runs the tests one after another, without a test framework. `told` hears of each at once. */
export async function reportOn(
  subject: string,
  tests: readonly ConformanceTest[],
  told: (result: TestResult) => void = () => undefined,
): Promise<ConformanceReport> {
  const results: TestResult[] = [];
  for (const { group, name, run } of tests) {
    const problem = await run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const result = { group, name, passed: problem === undefined, ...(problem !== undefined && { problem }) };
    results.push(result);
    told(result);
  }
  const failed = results.filter(({ passed }) => !passed).length;
  return { subject, passed: results.length - failed, failed, tests: results };
}

/** The report for a person: a line for each group, what was not tested, then what failed and why. */
export function reportText({ subject, passed, failed, tests, untested = [] }: ConformanceReport): string {
  const groups = [...new Set(tests.map(({ group }) => group))];
  const width = Math.max(...groups.map(({ length }) => length), 0);
  const lines = groups.map((group) => {
    const own = tests.filter((test) => test.group === group);
    const held = own.filter((test) => test.passed).length;
    return `  ${held === own.length ? '✔' : '✘'} ${group.padEnd(width)}  ${held} of ${own.length}`;
  });
  const problems = tests
    .filter((test) => !test.passed)
    .map(({ group, name, problem = '' }) => {
      return `  ✘ ${group}: ${name}\n      ${problem.split('\n').join('\n      ')}`;
    });
  const gaps = untested.map((gap) => `  – not tested: ${gap}`);
  return [`${subject}: ${passed} passed, ${failed} failed`, ...lines, ...gaps, ...problems].join('\n');
}

const BADGE_HEIGHT = 20;
const LETTER_WIDTH = 7;

/** The report as a small picture (SVG) for a read-me. */
export function reportBadge({ passed, failed }: ConformanceReport): string {
  const [left, right] = ['rightsmith kit', failed === 0 ? `${passed} passed` : `${failed} failed`];
  const [leftWidth, rightWidth] = [left, right].map(({ length }) => length * LETTER_WIDTH + 10) as [number, number];
  const width = leftWidth + rightWidth;
  const text = (words: string, middle: number): string =>
    `<text x="${middle}" y="14" fill="#fff" text-anchor="middle">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${BADGE_HEIGHT}" role="img" aria-label="${left}: ${right}">`,
    `<rect width="${leftWidth}" height="${BADGE_HEIGHT}" fill="#444"/>`,
    `<rect x="${leftWidth}" width="${rightWidth}" height="${BADGE_HEIGHT}" fill="${failed === 0 ? '#2a7d3f' : '#b3261e'}"/>`,
    `<g font-family="Verdana,sans-serif" font-size="11">${text(left, leftWidth / 2)}${text(right, leftWidth + rightWidth / 2)}</g>`,
    '</svg>',
    '',
  ].join('\n');
}
