import type { ByteSink } from '@rightsmith/core';

/** A PDF as it is being written: where its objects begin. */
export class OutputFile implements ByteSink {
  readonly #sink: ByteSink;
  #offsets: Float64Array = new Float64Array(256);
  #size = 0;
  /** Bytes written so far. */
  offset = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** One more than the largest number of an object that was written. */
  get size(): number {
    return this.#size;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#sink.write(bytes);
    this.offset += bytes.length;
  }

  async writeText(text: string): Promise<void> {
    await this.write(Buffer.from(text, 'latin1'));
  }

  /** Notes that an object begins at `offset`. */
  addObject(number: number, offset: number): void {
    if (number >= this.#offsets.length) {
      const offsets = new Float64Array(Math.max(number + 1, this.#offsets.length * 2));
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#offsets[number] = offset;
    this.#size = Math.max(this.#size, number + 1);
  }

  /** Where the object of this number begins; 0 when it was not written. */
  offsetOf(number: number): number {
    return this.#offsets[number] ?? 0;
  }
}
