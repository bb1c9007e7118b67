import type { RunPool } from '../bytes/run-pool.js';
import type { Runs } from '../bytes/runs.js';
import { CannotRead, RightsmithError } from '../errors.js';
import { checkBytes } from './blocks.js';

/** The runs of a stream, whose chunks may be of any size, in memory of the pool. @throws CannotRead when the stream fails or is in use already */
export function streamRuns(stream: ReadableStream<Uint8Array>, pool: RunPool): Runs {
  const reader = lock(stream);
  const gatherer = new RunGatherer(reader, pool);
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

function lock(stream: ReadableStream<Uint8Array>): ReadableStreamDefaultReader<Uint8Array> {
  try {
    return stream.getReader();
  } catch (cause) {
    throw new CannotRead('The input stream is already being read by somebody else.', { cause });
  }
}

class RunGatherer {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #pool: RunPool;
  /** What the last chunk had more than its run could take. */
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, pool: RunPool) {
    this.#reader = reader;
    this.#pool = pool;
  }

  async gather(): Promise<Uint8Array | undefined> {
    if (this.#ended) return undefined;
    const run = this.#pool.take();
    let length = this.#take(run, 0);
    try {
      while (length < run.length) {
        const { done, value } = await this.#reader.read();
        this.#ended = done;
        if (done) break;
        this.#rest = checkBytes(value);
        length += this.#take(run, length);
      }
    } catch (cause) {
      throw RightsmithError.is(cause) ? cause : new CannotRead('The input stream failed.', { cause });
    }
    return run.subarray(0, length);
  }

  /** Moves as much of the rest as fits to `run` from byte `at` on, and says how much that was. */
  #take(run: Uint8Array, at: number): number {
    const taken = this.#rest.subarray(0, run.length - at);
    run.set(taken, at);
    this.#rest = this.#rest.subarray(taken.length);
    return taken.length;
  }
}
