import { UsageError } from '@rightsmith/core';
import type { ByteSink } from '@rightsmith/core';
import { displayPath } from '../names.js';

/** Zeros to fill up sectors with, and for the range lock sector. */
const ZEROS: Uint8Array = new Uint8Array(4096);

/** The file being written: leaves out the range lock sector and fills up sectors. */
export class SectorSink implements ByteSink {
  readonly #sink: ByteSink;
  readonly #gapOffset: number;
  readonly #gapBytes: number;
  #offset = 0;

  /** `gapOffset` is where in the file `gapBytes` zeros go, between whatever is written; Infinity: nowhere. */
  constructor(sink: ByteSink, gapOffset: number, gapBytes: number) {
    this.#sink = sink;
    this.#gapOffset = gapOffset;
    this.#gapBytes = gapBytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const untilGap = this.#gapOffset - this.#offset;
    if (untilGap < 0 || untilGap >= bytes.length) return this.#pass(bytes);
    if (untilGap > 0) await this.#pass(bytes.subarray(0, untilGap));
    await this.#pass(ZEROS.subarray(0, this.#gapBytes));
    await this.#pass(bytes.subarray(untilGap));
  }

  /** Writes zeros up to a multiple of `unit` bytes, at most 4096. */
  async fillTo(unit: number): Promise<void> {
    const excess = this.#offset % unit;
    if (excess > 0) await this.write(ZEROS.subarray(0, unit - excess));
  }

  async #pass(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes);
    this.#offset += bytes.length;
  }
}

/** A sink that takes what a content announced: `size` bytes, neither more nor fewer. */
export function exactSink(sink: ByteSink, size: number, path: readonly string[]): ByteSink & { checkEnd(): void } {
  let left = size;
  const wrong = (what: string): UsageError =>
    new UsageError(`The content of stream ${displayPath(path)} gave ${what} than the ${size} bytes it announced.`);
  return {
    write: async (bytes) => {
      if (bytes.length > left) throw wrong('more');
      left -= bytes.length;
      await sink.write(bytes);
    },
    checkEnd: () => {
      if (left > 0) throw wrong('fewer');
    },
  };
}
