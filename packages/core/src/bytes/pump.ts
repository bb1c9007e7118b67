import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../errors.js';
import type { RunPool } from './run-pool.js';
import type { Runs } from './runs.js';
import type { ByteSink } from './sink.js';

/** How to stop a long operation, and where to hear of its progress. */
export interface RunOptions {
  /** Ends the operation with Aborted, at the latest after the run that is being worked on. */
  readonly signal?: AbortSignal | undefined;
  /** Told the bytes of content (plaintext, where a cipher is at work) done so far after every run. */
  readonly progress?: ((bytesDone: number) => void) | undefined;
}

/** Bytes of a run whose work takes so long that others should have a turn after it. */
const LONG_RUN: number = 512 * 1024;

/** One piece of output and the plaintext bytes it stands for. */
export interface PumpedRun {
  readonly bytes: Uint8Array;
  readonly plainBytes: number;
}

/** What {@link pump} lets go on at the same time. */
export interface PumpOptions extends RunOptions {
  /** Runs being read or worked on while one is being written. Waiting for each in turn would cost two thirds of the speed. */
  readonly inFlight: number;
  /** Gets the runs that were written. */
  readonly pool?: RunPool;
}

/**
 * Writes all runs in order and returns their plaintext bytes. However it ends, nothing is in flight any more and `runs` is
 * cancelled.
 */
export async function pump(
  runs: Runs<PumpedRun>,
  sink: ByteSink,
  { inFlight, pool, signal, progress }: PumpOptions,
): Promise<number> {
  const ahead: Promise<PumpedRun | undefined>[] = [];
  let writing = Promise.resolve();
  let plainBytes = 0;
  // An input that gives nothing more would otherwise hold up the end.
  const cancel = (): void => {
    runs.cancel();
  };
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      throwIfAborted(signal);
      while (ahead.length < inFlight) ahead.push(awaitedLater(runs.next()));
      const run = await ahead.shift();
      // Where everything is taken at once nobody else would get a turn, and nothing could be aborted.
      if (run !== undefined && run.plainBytes >= LONG_RUN) await setImmediate();
      await writing;
      throwIfAborted(signal);
      if (run === undefined) return plainBytes;
      plainBytes += run.plainBytes;
      const doneBytes = plainBytes;
      writing = awaitedLater(
        write(run.bytes, sink).then(() => {
          pool?.give(run.bytes);
          progress?.(doneBytes);
        }),
      );
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
    await Promise.allSettled([...ahead, writing]);
  }
}

async function write(bytes: Uint8Array, sink: ByteSink): Promise<void> {
  if (bytes.length > 0) await sink.write(bytes);
}

/** A failure counts as unhandled until somebody awaits it, and that may be a run later. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
