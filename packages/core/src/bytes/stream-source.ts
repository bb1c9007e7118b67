import { LimitReached } from '../errors.js';
import type { Spool } from './sink.js';
import type { ByteSource } from './source.js';
import { type ByteStream, streamChunks, type StreamChunks } from './stream-chunks.js';

/** When {@link streamSource} stops early. */
export interface StreamSourceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes the stream may have at most. */
  readonly maximum?: number | undefined;
}

/**
 * A stream read to its end into a spool, so that it can be read by range. The spool stays the caller's to close. When this
 * fails, the stream is cancelled.
 *
 * @throws CannotRead when the stream fails; LimitReached naming `streamBytes`; UsageError when it is no stream of
 *   `Uint8Array`; Aborted, without waiting for a chunk that does not come
 */
export async function streamSource(
  stream: ByteStream,
  spool: Spool,
  options: StreamSourceOptions = {},
): Promise<ByteSource> {
  const chunks = streamChunks(stream);
  try {
    await copy(chunks, spool, options);
  } catch (error) {
    chunks.cancel();
    throw error;
  }
  return spool.source();
}

async function copy(
  chunks: StreamChunks,
  spool: Spool,
  { signal, maximum = Infinity }: StreamSourceOptions,
): Promise<void> {
  let taken = 0;
  for (;;) {
    const chunk = await chunks.next(signal);
    if (chunk === undefined) return;
    taken += chunk.length;
    if (taken > maximum) {
      throw new LimitReached(`The stream has more than ${maximum} bytes.`, { limit: 'streamBytes', maximum });
    }
    await spool.write(chunk);
  }
}
