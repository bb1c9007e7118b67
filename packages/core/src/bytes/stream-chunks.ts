import { CannotRead, RightsmithError, UsageError } from '../errors.js';
import { abortable } from './abortable.js';
import type { ByteSource } from './source.js';

/** Every kind of stream that can be an input. */
export type ByteStream = ReadableStream<Uint8Array> | NodeJS.ReadableStream | AsyncIterable<Uint8Array>;

/** The chunks of a stream, of whatever kind it is. */
export interface StreamChunks {
  /**
   * The next chunk; undefined at the end.
   *
   * @throws CannotRead when the stream fails; UsageError for a chunk that is no `Uint8Array`; Aborted, without waiting for
   *   a chunk that does not come
   */
  next(signal: AbortSignal | undefined): Promise<Uint8Array | undefined>;
  /** Ends the stream early. Idempotent. */
  cancel(): void;
}

/** @throws UsageError for what is no stream, or a Web stream that is locked */
export function streamChunks(stream: ByteStream): StreamChunks {
  const raw = openRaw(stream);
  return {
    next: async (signal) => {
      const { done, value } = await abortable(() => raw.next(), signal).catch((cause: unknown) => {
        throw RightsmithError.is(cause) ? cause : new CannotRead('The stream failed.', { cause });
      });
      if (done === true) return undefined;
      if (value instanceof Uint8Array) return value;
      throw new UsageError('The stream must give Uint8Array chunks.', {
        hint: 'Set no text encoding and no object mode.',
      });
    },
    cancel: () => {
      raw.cancel();
    },
  };
}

/** Tells a stream from a source. */
export function isByteStream(content: ByteSource | ByteStream): content is ByteStream {
  return 'getReader' in content || Symbol.asyncIterator in content;
}

interface RawChunks {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  cancel(): void;
}

function openRaw(stream: ByteStream): RawChunks {
  if ('getReader' in stream) return webChunks(stream);
  if (Symbol.asyncIterator in stream) return iteratedChunks(stream);
  throw new UsageError('This is neither a stream nor an async iterable.');
}

function webChunks(stream: ReadableStream<Uint8Array>): RawChunks {
  if (stream.locked) throw new UsageError('The stream is locked: somebody else reads it.');
  const reader = stream.getReader();
  return {
    next: () => reader.read(),
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}

function iteratedChunks(stream: AsyncIterable<unknown> & { destroy?(): unknown }): RawChunks {
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
