import { eachReference } from '../lex/references.js';
import { writeValue } from '../lex/write-value.js';
import type { ObjectSource } from './object-source.js';
import { walkObjects } from './walk-objects.js';

/**
 * Tells of each number whether the trailer or any object that is whole refers to it; undefined where that cannot be known, because
 * an object stream cannot be read.
 */
export async function referencedNumbers(document: ObjectSource): Promise<((number: number) => boolean) | undefined> {
  const referenced = new Uint8Array(document.entries.size);
  const readsAll = await eachReferenced(document, (number) => {
    if (number < referenced.length) referenced[number] = 1;
  });
  return readsAll ? (number) => referenced[number] === 1 : undefined;
}

/** The number of an object that is referred to and is not in the file; undefined: there is none, as far as can be told. */
export async function missingNumber(document: ObjectSource): Promise<number | undefined> {
  const { entries } = document;
  let missing: number | undefined;
  await eachReferenced(document, (number) => {
    if (missing === undefined && number > 0 && !entries.isPlain(number) && !entries.isCompressed(number)) {
      missing = number;
    }
  });
  return missing;
}

/** Calls `take` for each reference in the trailer and in objects that are whole; false: an object stream cannot be read. */
async function eachReferenced(document: ObjectSource, take: (number: number) => void): Promise<boolean> {
  let readsAll = true;
  await walkObjects(document, {
    visit: ({ number, scanner, streamStart, window }) => {
      eachReference(window.bytes, scanner.valueStart, scanner.valueEnd, take);
      if (streamStart === -1 || !scanner.facts.isObjectStream) return undefined;
      return document.objectStream(number).then((stream) => {
        if (stream === undefined) readsAll = false;
        else eachReference(stream.data, stream.first, stream.data.length, take);
      });
    },
    broken: () => Promise.resolve(),
  });
  const trailer = writeValue({ kind: 'dictionary', entries: document.trailer });
  eachReference(trailer, 0, trailer.length, take);
  return readsAll;
}
