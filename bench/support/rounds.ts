import { performance } from 'node:perf_hooks';

/** Work that was timed elsewhere, such as in a process of its own. */
export interface TimedWork {
  /** In the unit of its table. */
  readonly amount: number;
  readonly milliseconds: number;
}

/** A piece of work to be timed; returns how much it did, in the unit of its table. */
export type Contestant = () => number | TimedWork | Promise<number | TimedWork>;

/** Lowest, middle and highest of several values. */
export interface Spread {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
}

/** What one contestant reached: amounts per second, and its ratio to the baseline of the same round. */
export interface Standing {
  readonly name: string;
  readonly perSecond: Spread;
  readonly ratio: Spread;
}

/**
 * Lets all contestants run one after the other, round by round, so that a slow moment of the machine hits all alike.
 * The first one is the baseline. One more round before the counted ones warms everything up.
 */
export async function compareInRounds(
  contestants: Readonly<Record<string, Contestant>>,
  rounds: number,
): Promise<Standing[]> {
  const rates = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      const rate = await perSecond(contestant);
      if (round > 0) rates.get(name)!.push(rate);
    }
  }
  const [baseline = []] = rates.values();
  return [...rates].map(([name, own]) => ({
    name,
    perSecond: spread(own),
    ratio: spread(own.map((rate, round) => rate / baseline[round]!)),
  }));
}

async function perSecond(contestant: Contestant): Promise<number> {
  const start = performance.now();
  const work = await contestant();
  const { amount, milliseconds } =
    typeof work === 'number' ? { amount: work, milliseconds: performance.now() - start } : work;
  return (amount / milliseconds) * 1000;
}

/** @param values - at least one */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  return { lowest: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, highest: sorted.at(-1)! };
}
