import type { Spread, Standing } from './rounds.js';

/** What a ratio or a size has to reach: `{ atLeast: 0.9 }`, `{ atMost: 96 }`. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One line of a table of measurements that are no ratios, such as peak memory. */
export interface Measured {
  readonly name: string;
  readonly value: Spread;
  readonly target?: Target;
}

/** Prints a Markdown table of what each contestant reached, the baseline first. Targets are of the ratio, by contestant. */
export function printStandings(
  title: string,
  unit: string,
  standings: readonly Standing[],
  targets: Readonly<Record<string, Target>> = {},
): void {
  const rows = standings.map(({ name, perSecond, ratio }) => {
    return [name, text(perSecond, 1), text(ratio, 2), targetText(targets[name])];
  });
  printTable(title, ['', unit, 'ratio', 'target'], rows);
}

/** Like {@link printStandings} for work whose time is asked for: milliseconds for one, and how many times the baseline's that is. */
export function printDurations(
  title: string,
  standings: readonly Standing[],
  targets: Readonly<Record<string, Target>> = {},
): void {
  const rows = standings.map(({ name, perSecond, ratio }) => {
    return [name, text(inverse(perSecond, 1000), 0), text(inverse(ratio, 1), 2), targetText(targets[name])];
  });
  printTable(title, ['', 'ms', 'times the first', 'target'], rows);
}

/** Prints a Markdown table of measurements in one unit. */
export function printMeasured(title: string, unit: string, measured: readonly Measured[], digits = 0): void {
  const rows = measured.map(({ name, value, target }) => [name, text(value, digits), targetText(target)]);
  printTable(title, ['', unit, 'target'], rows);
}

/** Prints a Markdown table whose columns stand below each other on a terminal too. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.map(padded).join(' | ')} |`;
  const padded = (cell: string, column: number): string => cell.padEnd(widths[column]!);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  console.log(['', `**${title}**`, '', line(head), rule, ...rows.map(line)].join('\n'));
}

function text({ lowest, median, highest }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
}

function targetText(target: Target | undefined): string {
  if (target === undefined) return '';
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

function inverse({ lowest, median, highest }: Spread, of: number): Spread {
  return { lowest: of / highest, median: of / median, highest: of / lowest };
}
