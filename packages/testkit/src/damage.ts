import fc from 'fast-check';

const SEED = 20_261;

/** Offsets inside `bytes`, the same each time. */
export function seededPlaces(bytes: Uint8Array, count: number): readonly number[] {
  return fc.sample(fc.noBias(fc.nat({ max: bytes.length - 1 })), { seed: SEED, numRuns: count });
}

/** Copies of `bytes`, each with one bit turned over and the place of that bit. */
export function* flippedBits(
  bytes: Uint8Array,
  count: number,
): Iterable<{ readonly flipped: Uint8Array; readonly place: number }> {
  for (const [index, place] of seededPlaces(bytes, count).entries()) {
    const flipped = bytes.slice();
    flipped[place] = (bytes[place] ?? 0) ^ (1 << (index % 8));
    yield { flipped, place };
  }
}
