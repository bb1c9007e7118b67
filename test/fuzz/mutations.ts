import fc from 'fast-check';

/** One change to a file: cut off from `offset`, or the bit `bit` of the byte at `offset` turned over. */
export interface Mutation {
  readonly kind: 'cut' | 'flip';
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly bit?: number;
}

/** How many seeded mutations of each kind a run makes, and the seed. */
export interface Amount {
  readonly seed: number;
  readonly cuts: number;
  readonly flips: number;
}

/** A cut at every structure border, seeded cuts anywhere, and seeded bit flips: the same for the same amount. */
export function mutationsOf(size: number, borders: readonly number[], amount: Amount): Mutation[] {
  const place = fc.nat({ max: Math.max(size - 1, 0) });
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
    size === 0 || numRuns === 0 ? [] : fc.sample(fc.noBias(arbitrary), { seed: amount.seed, numRuns });
  const cuts = [...borders.filter((border) => border < size), ...sample(place, amount.cuts)];
  const flips = sample(fc.tuple(place, fc.nat({ max: 7 })), amount.flips);
  return [
    ...cuts.map((offset): Mutation => ({ kind: 'cut', offset })),
    ...flips.map(([offset, bit]): Mutation => ({ kind: 'flip', offset, bit })),
  ];
}

/** The changed bytes; the original stays. */
export function mutate(bytes: Uint8Array, { kind, offset, bit = 0 }: Mutation): Uint8Array {
  const changed = bytes.slice(0, kind === 'cut' ? offset : bytes.length);
  if (kind === 'flip') changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
  return changed;
}
