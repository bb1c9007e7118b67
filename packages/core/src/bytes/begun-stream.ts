import { type ByteStream, streamChunks, type StreamChunks } from './stream-chunks.js';

/** A stream whose beginning was read ahead. */
export interface BegunStream {
  readonly beginning: Uint8Array;
  /** Whether nothing comes after the beginning. */
  readonly isWhole: boolean;
  /** All bytes from the first one on. */
  readonly stream: ReadableStream<Uint8Array>;
  /** Ends the stream if it has not ended. Idempotent. */
  close(): Promise<void>;
}

/**
 * Reads the first `length` bytes of a stream, and what came in one chunk with the last of them. When this fails, the
 * stream is cancelled.
 *
 * @throws CannotRead when the stream fails; UsageError when it is no stream of `Uint8Array`; Aborted, without waiting for
 *   a chunk that does not come. So does `stream`
 */
export async function beginStream(
  stream: ByteStream,
  length: number,
  signal: AbortSignal | undefined,
): Promise<BegunStream> {
  const chunks = streamChunks(stream);
  try {
    const { bytes: beginning, isWhole } = await readBeginning(chunks, length, signal);
    return {
      beginning,
      isWhole,
      stream: continued(beginning, chunks, signal),
      close: () => {
        chunks.cancel();
        return Promise.resolve();
      },
    };
  } catch (error) {
    chunks.cancel();
    throw error;
  }
}

async function readBeginning(
  chunks: StreamChunks,
  length: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const read: Uint8Array[] = [];
  let count = 0;
  while (count < length) {
    const chunk = await chunks.next(signal);
    if (chunk === undefined) return { bytes: Buffer.concat(read), isWhole: true };
    read.push(chunk);
    count += chunk.length;
  }
  return { bytes: Buffer.concat(read), isWhole: false };
}

function continued(
  beginning: Uint8Array,
  chunks: StreamChunks,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      start: (controller) => {
        controller.enqueue(beginning);
      },
      pull: async (controller) => {
        const chunk = await chunks.next(signal);
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => {
        chunks.cancel();
      },
    },
    // Nothing more is read ahead than was asked for.
    { highWaterMark: 0 },
  );
}
