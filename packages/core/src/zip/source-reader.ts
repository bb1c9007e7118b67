import { RandomAccessReader } from 'yauzl';
import { readExactly } from '../bytes/read-exactly.js';
import type { ByteSource } from '../bytes/source.js';
import { STRUCTURE } from './zip-errors.js';

/** Bytes read at once: the library asks for a few dozen at a time, mostly for those behind the last ones. */
const WINDOW_BYTES = 64 * 1024;

/** A byte source as yauzl wants it. */
export class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array();
  #windowStart = 0;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#range(position, length)
      .then((bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      })
      // Also what the library throws on strange bytes, which else would never be heard of.
      .catch(callback);
  }

  async #range(position: number, length: number): Promise<Uint8Array> {
    const start = position - this.#windowStart;
    if (start >= 0 && start + length <= this.#window.length) return this.#window.subarray(start, start + length);
    const available = this.#source.size - position;
    const bytes = await readExactly(
      this.#source,
      position,
      Math.max(length, Math.min(WINDOW_BYTES, available)),
      STRUCTURE,
    );
    this.#window = bytes;
    this.#windowStart = position;
    return bytes.subarray(0, length);
  }
}
