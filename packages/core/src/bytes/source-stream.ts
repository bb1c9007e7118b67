import { abortable } from './abortable.js';
import { checkInside } from './range-source.js';
import { readExactly } from './read-exactly.js';
import type { ByteSource } from './source.js';

/** Bytes read at once. */
const CHUNK_BYTES = 512 * 1024;

/**
 * A source, or the range of it, as a Web byte stream. Nothing is read before the stream's reader asks for it. Leaves `source` open.
 * The stream fails with what the source throws, with CorruptFile when the source ends early, or with Aborted.
 *
 * @throws UsageError when the range does not lie inside `source`
 */
export function sourceStream(
  source: ByteSource,
  range?: { readonly offset: number; readonly length: number },
  options: { readonly signal?: AbortSignal | undefined } = {},
): ReadableStream<Uint8Array> {
  const { offset: start, length } = range ?? { offset: 0, length: source.size };
  checkInside(source, start, length);
  const end = start + length;
  let next = start;
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const count = Math.min(CHUNK_BYTES, end - next);
      if (count > 0) {
        controller.enqueue(await abortable(() => readExactly(source, next, count, 'content'), options.signal));
        next += count;
      }
      if (next < end) return;
      controller.close();
      // A reader that brings its own buffer and still waits hears of the end only so.
      controller.byobRequest?.respond(0);
    },
  });
}
