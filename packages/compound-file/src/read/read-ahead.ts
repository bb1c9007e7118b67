import { readExactly } from '@rightsmith/core';
import type { ByteSource } from '@rightsmith/core';

/**
 * Reads pieces of a source that mostly follow each other. Every read that goes on where the last one ended takes twice as much
 * of the source, so that a table of megabytes needs a handful of reads, and a look at one place of it no more than that place.
 */
export class ReadAhead {
  readonly #source: ByteSource;
  readonly #maximum: number;
  readonly #structure: string;
  #window: Uint8Array = new Uint8Array();
  /** Where in the source the window begins. */
  #start = 0;

  /** `maximum` is how many bytes to read at once; `structure` is what they are, for messages. */
  constructor(source: ByteSource, maximum: number, structure: string) {
    this.#source = source;
    this.#maximum = maximum;
    this.#structure = structure;
  }

  /** Bytes that stay as they are. @throws CorruptFile where the source ends before `length` of them; what the source throws */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = this.#start + this.#window.length;
    if (offset < this.#start || offset + length > end) {
      const wanted = offset === end ? Math.min(2 * this.#window.length, this.#maximum) : length;
      const available = Math.max(length, Math.min(wanted, this.#source.size - offset));
      this.#window = await readExactly(this.#source, offset, available, this.#structure);
      this.#start = offset;
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }
}
