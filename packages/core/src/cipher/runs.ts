import { readExactly } from '../bytes/read-exactly.js';
import type { ByteSource } from '../bytes/source.js';
import { CannotRead, RightsmithError, UsageError } from '../errors.js';
import { unfilledBytes } from './blocks.js';

/**
 * Content cut into runs: all of the same length but the last, which is shorter and may be empty.
 * Behind it `next` says `undefined`. Calls may overlap; each gets the run whose turn it is.
 */
export interface Runs<T = Uint8Array> {
  next(): Promise<T | undefined>;
  /** Ends the input early; a call of `next` that is under way settles. Idempotent. */
  cancel(): void;
}

/** The same runs, each with `work` done to it. */
export function mapRuns<T, U>(runs: Runs<T>, work: (run: T, index: number) => Promise<U>): Runs<U> {
  let count = 0;
  return {
    next: async () => {
      const index = count++;
      const run = await runs.next();
      return run === undefined ? undefined : work(run, index);
    },
    cancel: () => {
      runs.cancel();
    },
  };
}

/** The runs of a source. @throws CorruptFile when it turns out shorter than its size */
export function sourceRuns(source: ByteSource, runLength: number): Runs {
  let offset = 0;
  let ended = false;
  return {
    next: async () => {
      if (ended) return undefined;
      const length = Math.min(runLength, source.size - offset);
      const from = offset;
      offset += length;
      ended = length < runLength;
      return readExactly(source, from, length, 'content');
    },
    cancel: () => {
      ended = true;
    },
  };
}

/** The runs of a stream, whose chunks may be of any size. @throws CannotRead when the stream fails or is in use already */
export function streamRuns(stream: ReadableStream<Uint8Array>, runLength: number): Runs {
  const reader = lock(stream);
  const gatherer = new RunGatherer(reader, runLength);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const run = turn.then(() => gatherer.gather());
      turn = run.catch(() => undefined);
      return run;
    },
    cancel: () => {
      // Whether the producer minds is its own business: the operation is over.
      reader.cancel().catch(() => undefined);
    },
  };
}

class RunGatherer {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #runLength: number;
  /** What the last chunk had more than its run could take. */
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, runLength: number) {
    this.#reader = reader;
    this.#runLength = runLength;
  }

  async gather(): Promise<Uint8Array | undefined> {
    if (this.#ended) return undefined;
    const run = unfilledBytes(this.#runLength);
    let length = 0;
    while (length < run.length) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#read();
      if (chunk === undefined) {
        this.#ended = true;
        break;
      }
      const taken = chunk.subarray(0, run.length - length);
      run.set(taken, length);
      length += taken.length;
      this.#rest = chunk.subarray(taken.length);
    }
    return run.subarray(0, length);
  }

  /** `undefined` at the end of the stream. */
  async #read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#reader.read().catch((cause: unknown) => {
      throw RightsmithError.is(cause) ? cause : new CannotRead('The input stream failed.', { cause });
    });
    if (done) return undefined;
    if (value instanceof Uint8Array) return value;
    throw new UsageError('The input stream must give chunks of bytes (Uint8Array).');
  }
}

function lock(stream: ReadableStream<Uint8Array>): ReadableStreamDefaultReader<Uint8Array> {
  try {
    return stream.getReader();
  } catch (cause) {
    throw new CannotRead('The input stream is already being read by somebody else.', { cause });
  }
}
