import { UsageError } from '../errors.js';
import { abortable } from './abortable.js';
import { writeFailure } from './file-system-errors.js';
import type { FileSink } from './sink.js';
import { StepSequence } from './step-sequence.js';

/**
 * A Node or Web stream as a sink. A write resolves when the stream has taken the bytes, so a slow reader slows the writer;
 * once `signal` fires it waits no longer for a reader that does not come. `commit` and `abort` end the sink and give the
 * stream back open, for it belongs to whoever opened it: what was written cannot be taken back.
 *
 * @throws UsageError when a Web stream is locked
 */
export function streamSink(
  stream: WritableStream<Uint8Array> | NodeJS.WritableStream,
  { signal }: { readonly signal?: AbortSignal } = {},
): FileSink {
  const target = 'getWriter' in stream ? webTarget(stream) : nodeTarget(stream);
  const steps = new StepSequence(() => {
    target.release();
    return Promise.resolve();
  });
  return {
    // Copied, because a stream may keep what it took and the caller may reuse the array.
    write: (bytes) => steps.step(() => abortable(() => target.write(new Uint8Array(bytes)), signal)),
    commit: () =>
      steps.lastStep(() => {
        target.release();
        return Promise.resolve();
      }),
    abort: () => steps.abort(),
  };
}

interface StreamTarget {
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent. */
  release(): void;
}

function webTarget(stream: WritableStream<Uint8Array>): StreamTarget {
  if (stream.locked) throw new UsageError('The stream is locked: somebody else writes to it.');
  const writer = stream.getWriter();
  return {
    write: (bytes) =>
      writer.write(bytes).catch((cause: unknown) => {
        throw streamFailure(cause);
      }),
    release: () => {
      writer.releaseLock();
    },
  };
}

function nodeTarget(stream: NodeJS.WritableStream): StreamTarget {
  let released = false;
  let errorToCome = false;
  // An error event that nobody listens to ends the process; each write hears of its own failure anyway.
  stream.on('error', ignore);
  const stopListening = (): void => {
    if (released && !errorToCome) stream.off('error', ignore);
  };
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        errorToCome = true;
        stream.write(bytes, (cause) => {
          errorToCome = cause != null;
          stopListening();
          if (errorToCome) reject(streamFailure(cause));
          else resolve();
        });
      }),
    release: () => {
      released = true;
      // The event comes after the write's own failure, and that may come after an abort.
      stopListening();
    },
  };
}

function ignore(): void {
  // See above.
}

function streamFailure(cause: unknown): Error {
  return writeFailure('to the stream', cause, {});
}
