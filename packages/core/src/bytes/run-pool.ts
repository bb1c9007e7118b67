import { allocate } from './allocate.js';

/** Memory for the runs of one operation, used again and again: fresh memory costs more than much of what is done with it. */
export class RunPool {
  /** Bytes of a run. */
  readonly length: number;
  readonly #free: ArrayBuffer[] = [];

  constructor(length: number) {
    this.length = length;
  }

  /** Memory for a run, of unspecified content. It is the taker's, who need not give it back. */
  take(): Uint8Array {
    const free = this.#free.pop();
    return free === undefined ? allocate(this.length) : new Uint8Array(free);
  }

  /** Takes a run that nobody needs any more. It is of use only if it fills memory of its own, whoever allocated that. */
  give({ buffer, length }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer && length === this.length && buffer.byteLength === length) {
      this.#free.push(buffer);
    }
  }
}
