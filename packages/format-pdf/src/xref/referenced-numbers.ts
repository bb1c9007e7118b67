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
  const take = (number: number): void => {
    if (number < referenced.length) referenced[number] = 1;
  };
  const unread: number[] = [];
  await walkObjects(document, {
    visit: ({ number, scanner, streamStart, window }) => {
      eachReference(window.bytes, scanner.valueStart, scanner.valueEnd, take);
      if (streamStart === -1 || !scanner.facts.isObjectStream) return undefined;
      return document.objectStream(number).then((stream) => {
        if (stream === undefined) unread.push(number);
        else eachReference(stream.data, stream.first, stream.data.length, take);
      });
    },
    broken: () => Promise.resolve(),
  });
  const trailer = writeValue({ kind: 'dictionary', entries: document.trailer });
  eachReference(trailer, 0, trailer.length, take);
  return unread.length === 0 ? (number) => referenced[number] === 1 : undefined;
}
