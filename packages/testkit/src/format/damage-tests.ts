import { flippedBits, seededPlaces } from '../damage.js';
import { outcomeOf } from '../outcome.js';
import type { FormatBench, FormatTest } from './format-test.js';
import { inputOf, perform, testsOfEach, type Operation } from './operations.js';
import { firstSample } from './protecting.js';

const CUTS = 100;
const FLIPS = 200;

/** Where containers keep their numbers: every place from the start to here is tried. */
const NUMBERS_END = 512;
const LIES = [0, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

const readsProtected = ({ reads }: Operation): boolean => reads === 'protected';

/** Damage may go unseen, for not everything in a container is guarded; but nothing worse may come of it than a coded error. */
export const DAMAGE_TESTS: readonly FormatTest[] = [
  ...testsOfEach('of a file cut anywhere ends in order', damagedBy(cuts), { fits: readsProtected }),
  ...testsOfEach('of a file with flipped bits ends in order', damagedBy(flips), { fits: readsProtected }),
  ...testsOfEach('of a file whose numbers lie ends in order', damagedBy(lies), { fits: readsProtected }),
];

function damagedBy(
  damage: (file: Uint8Array) => Iterable<Uint8Array>,
): (bench: FormatBench, operation: Operation) => Promise<void> {
  return async (bench, operation) => {
    const file = await inputOf(bench, operation, firstSample(bench));
    for (const damaged of damage(file)) await outcomeOf(() => perform(bench, operation, damaged));
  };
}

/** Every length up to 64, and seeded ones up to the whole. */
function* cuts(file: Uint8Array): Iterable<Uint8Array> {
  for (let length = 0; length < Math.min(64, file.length); length += 1) yield file.slice(0, length);
  for (const length of seededPlaces(file, CUTS)) yield file.slice(0, length);
}

function* flips(file: Uint8Array): Iterable<Uint8Array> {
  for (const { flipped } of flippedBits(file, FLIPS)) yield flipped;
}

/** Four bytes that say something else, whatever they said. */
function* lies(file: Uint8Array): Iterable<Uint8Array> {
  for (let place = 0; place + 4 <= Math.min(NUMBERS_END, file.length); place += 1) {
    const lying = file.slice();
    new DataView(lying.buffer).setUint32(place, LIES[place % LIES.length] ?? 0, true);
    yield lying;
  }
}
