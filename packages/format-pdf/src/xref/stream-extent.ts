import type { ByteSource } from '@rightsmith/core';
import { CHARACTER_CLASSES, matches, REGULAR, skipBlank } from '../lex/characters.js';
import { damaged } from './damage.js';
import type { FileWindow } from './file-window.js';
import type { Patience } from './patience.js';
import { readUpTo } from './read-up-to.js';

/** A stretch of the file, in bytes. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

const END_KEYWORDS = ['endstream', 'endobj'] as const;

/** Bytes behind a stream in which its end keyword must show. */
const TAIL = 64;

/** Bytes searched at once for the end of a stream whose length is wrong. */
const SEARCH_CHUNK: number = 256 * 1024;

/**
 * Where the data of the stream ends that begins at `start`. The declared length counts only if an end keyword follows it;
 * otherwise the data goes up to the first such keyword before `bound`, a line end before it included, as in qpdf. Where the same
 * bytes may be searched more than once, it takes `patience`.
 *
 * @throws CorruptFile when there is none
 */
export async function streamExtent(
  window: FileWindow,
  start: number,
  declared: number | undefined,
  bound: number,
  patience?: Patience,
): Promise<Extent> {
  if (declared !== undefined && declared >= 0 && (await endsAt(window, start + declared))) {
    return { offset: start, length: declared };
  }
  const end = await findEnd(window.source, start, bound);
  patience?.spend((end === -1 ? bound : end) - start, start);
  if (end === -1) throw damaged(`The stream whose data begins at byte ${start} has no end.`, 'stream', start);
  return { offset: start, length: end - start };
}

async function endsAt(window: FileWindow, offset: number): Promise<boolean> {
  const { source } = window;
  if (!Number.isSafeInteger(offset) || offset > source.size) return false;
  const needed = Math.min(TAIL, source.size - offset);
  if (window.loaded(offset) >= needed) return hasEnd(window.bytes, offset - window.start, needed);
  return hasEnd(await readUpTo(source, offset, TAIL), 0, needed);
}

function hasEnd(bytes: Uint8Array, at: number, length: number): boolean {
  const end = at + length;
  return isEndKeyword(bytes, skipBlank(bytes, at, end));
}

function isEndKeyword(bytes: Uint8Array, at: number): boolean {
  return END_KEYWORDS.some(
    (word) => matches(bytes, at, word) && CHARACTER_CLASSES[bytes[at + word.length] ?? 0] !== REGULAR,
  );
}

/** The offset of the first end keyword from `start` on and before `bound`; -1 if there is none. */
async function findEnd(source: ByteSource, start: number, bound: number): Promise<number> {
  for (let offset = start; offset < bound; offset += SEARCH_CHUNK) {
    // The keyword may reach over the end of the chunk, with the byte that shows that it ends there.
    const bytes = Buffer.from(await readUpTo(source, offset, SEARCH_CHUNK + 16));
    for (let at = bytes.indexOf('end'); at !== -1 && at < SEARCH_CHUNK; at = bytes.indexOf('end', at + 1)) {
      if (isEndKeyword(bytes, at)) return offset + at < bound ? offset + at : -1;
    }
  }
  return -1;
}
