import type { Spread, Standing } from './rounds.js';

/** Prints what each contestant reached, the baseline first: median and in brackets both ends of the range. */
export function printStandings(title: string, unit: string, standings: readonly Standing[]): void {
  console.log(`\n${title}`);
  for (const { name, perSecond, ratio } of standings) {
    console.log(`  ${name.padEnd(44)} ${text(perSecond, 1)} ${unit}   ratio ${text(ratio, 2)}`);
  }
}

function text({ lowest, median, highest }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
}
