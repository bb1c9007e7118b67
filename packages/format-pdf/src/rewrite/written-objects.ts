import type { CrossReference } from '../xref/entries.js';
import type { CompressedPlace, WrittenObjects } from './cross-reference.js';
import type { OutputFile } from './output-file.js';

/** The objects of a rewritten file: those that were written, and those in object streams that were written. */
export function writtenObjects(entries: CrossReference, output: OutputFile): WrittenObjects {
  const compressedPlaceOf = (number: number): CompressedPlace | undefined => {
    if (!entries.isCompressed(number) || output.offsetOf(number) > 0) return undefined;
    const container = entries.containerOf(number);
    return output.offsetOf(container) > 0 ? { container, index: entries.indexOf(number) } : undefined;
  };
  let { size } = output;
  let largestIndex = -1;
  for (const number of entries.compressed()) {
    const place = compressedPlaceOf(number);
    if (place === undefined) continue;
    size = Math.max(size, number + 1);
    largestIndex = Math.max(largestIndex, place.index);
  }
  const streamNumber = numberForStream(entries, output);
  return {
    streamNumber,
    generationOf: (number) => (entries.isPlain(number) ? entries.generationOf(number) : 0),
    compressedPlaceOf,
    size,
    largestIndex,
  };
}

/**
 * The number of the source's own cross-reference stream, where that is its last object, else one behind all numbers of the
 * source: references to objects that are not there must not lead to this stream.
 */
function numberForStream(entries: CrossReference, output: OutputFile): number {
  let number = entries.size;
  while (number > 1 && entries.isPlain(number - 1) && output.offsetOf(number - 1) === 0) number--;
  return output.offsetOf(number) === 0 ? number : Math.max(entries.size, output.size);
}
