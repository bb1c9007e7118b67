import { visible } from './visible.js';

/** What something is called, and what is known about it: text from outside, made visible here. */
export type Fact = readonly [label: string, value: string];

/** Facts one to a line, values under each other. */
export function factsText(facts: readonly Fact[], indent = ''): string {
  const width = Math.max(...facts.map(([label]) => label.length)) + 3;
  return facts.map(([label, value]) => `${indent}${`${label}:`.padEnd(width)}${visible(value)}`).join('\n');
}
