import { CannotRead, LimitReached, RightsmithError, UsageError } from '../errors.js';
import { abortable } from './abortable.js';
import type { Spool } from './sink.js';
import type { ByteSource } from './source.js';

/** Every kind of stream that {@link streamSource} reads. */
export type ByteStream = ReadableStream<Uint8Array> | NodeJS.ReadableStream | AsyncIterable<Uint8Array>;

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
  const chunks = openChunks(stream);
  try {
    await copy(chunks, spool, options);
  } catch (error) {
    chunks.cancel();
    throw error;
  }
  return spool.source();
}

interface Chunks {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  cancel(): void;
}

async function copy(chunks: Chunks, spool: Spool, { signal, maximum = Infinity }: StreamSourceOptions): Promise<void> {
  let taken = 0;
  for (;;) {
    const chunk = await nextChunk(chunks, signal);
    if (chunk === undefined) return;
    taken += chunk.length;
    if (taken > maximum) {
      throw new LimitReached(`The stream has more than ${maximum} bytes.`, { limit: 'streamBytes', maximum });
    }
    await spool.write(chunk);
  }
}

async function nextChunk(chunks: Chunks, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
  const { done, value } = await abortable(() => chunks.next(), signal).catch((cause: unknown) => {
    throw RightsmithError.is(cause) ? cause : new CannotRead('The stream failed.', { cause });
  });
  if (done === true) return undefined;
  if (value instanceof Uint8Array) return value;
  throw new UsageError('The stream must give Uint8Array chunks.', { hint: 'Set no text encoding and no object mode.' });
}

function openChunks(stream: ByteStream): Chunks {
  if ('getReader' in stream) return webChunks(stream);
  if (Symbol.asyncIterator in stream) return iteratedChunks(stream);
  throw new UsageError('This is neither a stream nor an async iterable.');
}

function webChunks(stream: ReadableStream<Uint8Array>): Chunks {
  if (stream.locked) throw new UsageError('The stream is locked: somebody else reads it.');
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}

function iteratedChunks(stream: AsyncIterable<unknown> & { destroy?(): unknown }): Chunks {
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    cancel: () => {
      // A generator answers `return` only after the chunk it is waiting for; a Node stream can be ended at once.
      if (stream.destroy !== undefined) stream.destroy();
      else void iterator.return?.().catch(() => undefined);
    },
  };
}
