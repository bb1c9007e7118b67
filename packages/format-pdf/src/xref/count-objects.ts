import type { PdfDocument } from './document.js';
import { walkObjects } from './walk-objects.js';

/** How many objects a document has. */
export interface ObjectCounts {
  /** All that are in use, those in object streams included, cross-reference streams not. */
  readonly objects: number;
  readonly objectStreams: number;
  /** All streams but cross-reference streams: in an encrypted document the encrypted ones. */
  readonly streams: number;
}

/** Counts the objects of a document, broken ones too. @throws LimitReached */
export async function countObjects(document: PdfDocument): Promise<ObjectCounts> {
  await document.mend();
  let [objects, objectStreams, streams] = [0, 0, 0];
  await walkObjects(document, {
    visit: ({ scanner, streamStart }) => {
      objects += 1;
      if (streamStart !== -1) streams += 1;
      if (streamStart !== -1 && scanner.facts.isObjectStream) objectStreams += 1;
      return undefined;
    },
    broken: () => {
      objects += 1;
      return Promise.resolve();
    },
  });
  for (const number of document.entries.compressed()) if (number > 0) objects += 1;
  return { objects, objectStreams, streams };
}
