import { allocate } from './allocate.js';
import type { ByteSink } from './sink.js';

/** Bytes handed on at once: a call for each costs nothing any more, and they are still in the cache. */
const PIECE_BYTES: number = 512 * 1024;

/** A short result must not cost memory for a whole piece. */
const FIRST_BYTES: number = 16 * 1024;

/**
 * Gives `work` a sink on which it need not wait: what it writes is gathered, and while `sink` takes one piece the next one
 * comes together. Two pieces of 512 KiB are held at most. When `sink` fails, a later write of the work does, or the end. The
 * sink has everything when this resolves, and is no longer at work when it rejects.
 *
 * @throws what `work` and `sink` throw
 */
export async function writeBehind<T>(sink: ByteSink, work: (sink: ByteSink) => Promise<T>): Promise<T> {
  const gathering = new GatheringSink(sink);
  try {
    const result = await work(gathering);
    await gathering.flush();
    return result;
  } finally {
    await gathering.settled();
  }
}

class GatheringSink implements ByteSink {
  readonly #sink: ByteSink;
  #piece: Uint8Array = allocate(FIRST_BYTES);
  #used = 0;
  /** What the sink takes, or took: the memory of the piece after the next. */
  #handedOn: Uint8Array | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      if (this.#used === PIECE_BYTES) await this.#handOn();
      const part = bytes.subarray(taken, taken + PIECE_BYTES - this.#used);
      this.#makeRoom(this.#used + part.length);
      this.#piece.set(part, this.#used);
      this.#used += part.length;
      taken += part.length;
    }
  }

  async flush(): Promise<void> {
    if (this.#used > 0) await this.#handOn();
    await this.#writing;
  }

  /** Resolves when the sink is no longer at work, however that ended. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #handOn(): Promise<void> {
    await this.#writing;
    const piece = this.#piece;
    this.#piece = this.#handedOn ?? allocate(FIRST_BYTES);
    this.#handedOn = piece;
    this.#writing = this.#sink.write(piece.subarray(0, this.#used));
    this.#used = 0;
    // A failure counts as unhandled until somebody awaits it, and that may be a piece later.
    this.#writing.catch(() => undefined);
  }

  #makeRoom(size: number): void {
    if (size <= this.#piece.length) return;
    const piece = allocate(Math.min(PIECE_BYTES, Math.max(size, this.#piece.length * 4)));
    piece.set(this.#piece.subarray(0, this.#used));
    this.#piece = piece;
  }
}
