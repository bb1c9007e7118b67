import type { ObjectStream } from './object-stream.js';

/** Bytes of decoded object streams that are kept; the one used last is kept whatever its size. */
const MOST_BYTES: number = 16 * 1024 * 1024;

/** The decoded object streams of a file that were used last, by number, and which ones cannot be read. */
export class ObjectStreamCache {
  /** The one used last comes last; undefined stands for one that cannot be read. */
  readonly #streams = new Map<number, ObjectStream | undefined>();
  #bytes = 0;

  has(number: number): boolean {
    return this.#streams.has(number);
  }

  get(number: number): ObjectStream | undefined {
    const stream = this.#streams.get(number);
    this.#streams.delete(number);
    this.#streams.set(number, stream);
    return stream;
  }

  set(number: number, stream: ObjectStream | undefined): void {
    this.#streams.delete(number);
    this.#streams.set(number, stream);
    this.#bytes += stream?.data.length ?? 0;
    for (const [oldest, data] of this.#streams) {
      if (this.#bytes <= MOST_BYTES || oldest === number) return;
      if (data === undefined) continue;
      this.#streams.delete(oldest);
      this.#bytes -= data.data.length;
    }
  }
}
