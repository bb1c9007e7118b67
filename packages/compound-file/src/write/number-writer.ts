import type { ByteSink } from '@rightsmith/core';
import { FREE_SECTOR, SECTOR_NUMBER_BYTES } from '../layout.js';

/** Numbers written at once. */
const BUFFER_NUMBERS = 64 * 1024;

/** Writes sector numbers by the bufferful: `if (isFull) await flush()`, then `put`. A promise for each would cost more than the numbers. */
export class NumberWriter {
  readonly #sink: ByteSink;
  readonly #buffer = new DataView(new ArrayBuffer(BUFFER_NUMBERS * SECTOR_NUMBER_BYTES));
  #buffered = 0;
  #written = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  get isFull(): boolean {
    return this.#buffered === BUFFER_NUMBERS;
  }

  put(number: number): void {
    this.#buffer.setUint32(this.#buffered * SECTOR_NUMBER_BYTES, number, true);
    this.#buffered += 1;
  }

  async flush(): Promise<void> {
    await this.#sink.write(new Uint8Array(this.#buffer.buffer, 0, this.#buffered * SECTOR_NUMBER_BYTES));
    this.#written += this.#buffered;
    this.#buffered = 0;
  }

  /** Writes free places until there are `count` numbers in all, and everything that is still waiting. */
  async end(count: number): Promise<void> {
    while (this.#written + this.#buffered < count) {
      if (this.isFull) await this.flush();
      this.put(FREE_SECTOR);
    }
    await this.flush();
  }
}
