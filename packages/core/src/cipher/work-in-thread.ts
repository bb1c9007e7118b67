import { cutShort } from '../bytes/read-exactly.js';
import type { ByteSource } from '../bytes/source.js';
import type { ContentCipher, Direction } from './content-cipher.js';

/** A whole run of content that is not the last one. */
export interface WholeRun {
  /** Number of the first segment. */
  readonly segment: number;
  /** Bytes from the start of the source. */
  readonly offset: number;
  /** Bytes, of whole segments. */
  readonly length: number;
  /** What errors call it. */
  readonly structure: string;
}

/**
 * The result for a run that a thread of the cipher reads by itself, if it can: the bytes then go through one processor's cache
 * instead of two. Undefined at once where there is no such thread.
 *
 * @param memory - as for {@link ByteSource.read}; still the caller's when there is no result
 * @throws CorruptFile when the file shrank; what source and cipher throw
 */
export function workInThread(
  source: ByteSource,
  cipher: ContentCipher,
  direction: Direction,
  { segment, offset, length, structure }: WholeRun,
  memory: Uint8Array | undefined,
): Promise<Uint8Array | undefined> | undefined {
  if (memory?.length !== length || source.lend === undefined || cipher.workOnFile === undefined) return undefined;
  return source
    .lend(offset, length, async (range) => cipher.workOnFile?.(direction, segment, range, memory))
    .then((result) => {
      if (result !== undefined && result.length < length) throw cutShort(structure, offset, length);
      return result;
    });
}
