import type { ByteSink } from '@rightsmith/core';
import {
  DIFAT_SECTOR,
  END_OF_CHAIN,
  FAT_SECTOR,
  FREE_SECTOR,
  HEADER_DIFAT_ENTRIES,
  SECTOR_NUMBER_BYTES,
} from '../layout.js';
import { NumberWriter } from './number-writer.js';
import { sectorNumber } from './plan.js';
import type { Plan, Region } from './plan.js';

/** The mini FAT. */
export async function writeMiniFat(plan: Plan, sink: ByteSink): Promise<void> {
  const numbers = new NumberWriter(sink);
  for (const region of plan.small.values()) await putRegion(numbers, region, chainIn(region));
  await numbers.end(numbersIn(plan, plan.miniFat));
}

/** The list of the FAT sectors for which the header has no place. The last number of each of its sectors is the next one's. */
export async function writeDifat(plan: Plan, sink: ByteSink): Promise<void> {
  const { difat, fat } = plan;
  const numbers = new NumberWriter(sink);
  const total = numbersIn(plan, difat);
  const perSector = plan.sectorSize / SECTOR_NUMBER_BYTES;
  let listed = HEADER_DIFAT_ENTRIES;
  await putRegion(numbers, { first: 1, count: total }, (place) => {
    if (place === total) return END_OF_CHAIN;
    if (place % perSector === 0) return sectorNumber(plan, difat.first + place / perSector);
    return listed < fat.count ? sectorNumber(plan, fat.first + listed++) : FREE_SECTOR;
  });
  await numbers.end(total);
}

/** The FAT: every region lies in one piece, around the range lock sector if need be. */
export async function writeFat(plan: Plan, sink: ByteSink): Promise<void> {
  const numbers = new NumberWriter(sink);
  const put = async (region: Region, next: (place: number) => number): Promise<void> => {
    const lockIndex = (plan.rangeLock ?? Infinity) - region.first;
    if (lockIndex < 0 || lockIndex >= region.count) return putRegion(numbers, region, next);
    await putRegion(numbers, { first: region.first, count: lockIndex }, next);
    await putRegion(numbers, { first: 0, count: 1 }, () => END_OF_CHAIN);
    await putRegion(numbers, { first: region.first + lockIndex, count: region.count - lockIndex }, next);
  };
  const putChain = (region: Region): Promise<void> => {
    const next = chainIn(region);
    return put(region, (place) => {
      const successor = next(place);
      return successor === END_OF_CHAIN ? successor : sectorNumber(plan, successor);
    });
  };
  for (const region of [plan.directory, plan.miniFat, plan.miniStream]) await putChain(region);
  await put(plan.difat, () => DIFAT_SECTOR);
  await put(plan.fat, () => FAT_SECTOR);
  for (const region of plan.large.values()) await putChain(region);
  await numbers.end(numbersIn(plan, plan.fat));
}

/** Each place of a region leads to the next one. */
function chainIn({ first, count }: Region): (place: number) => number {
  const last = first + count - 1;
  return (place) => (place === last ? END_OF_CHAIN : place + 1);
}

async function putRegion(numbers: NumberWriter, region: Region, next: (place: number) => number): Promise<void> {
  const end = region.first + region.count;
  for (let place = region.first; place < end; place++) {
    if (numbers.isFull) await numbers.flush();
    numbers.put(next(place));
  }
}

function numbersIn({ sectorSize }: Plan, { count }: Region): number {
  return (count * sectorSize) / SECTOR_NUMBER_BYTES;
}
