import { LimitReached } from '@rightsmith/core';

/** How far the streams of a file may inflate. */
export interface Allowance {
  /** Bytes one filter of a stream may give. */
  readonly maximum: number;
  /** Bytes that all filters of all streams together may still give, those that turn out to be damaged included. */
  left: number;
}

/** The error for compressed data that is larger than allowed. */
export function inflatesTooFar(maximum: number, cause?: unknown): LimitReached {
  return new LimitReached(`Compressed data inflates to more than ${maximum} bytes.`, {
    limit: 'inflatedBytes',
    maximum,
    cause,
  });
}

/** Decoded bytes as they come, as far as that is allowed. */
export class BoundedOutput {
  readonly #allowance: Allowance;
  #bytes: Uint8Array;
  #length = 0;

  /** `expected` is a guess, in bytes, that saves growing. */
  constructor(allowance: Allowance, expected: number) {
    this.#allowance = allowance;
    this.#bytes = new Uint8Array(Math.min(allowance.maximum, expected));
  }

  /** Makes room for `count` bytes, which the caller writes to the array from `at` on. @throws LimitReached naming `inflatedBytes` */
  extend(count: number): { readonly bytes: Uint8Array; readonly at: number } {
    const { maximum } = this.#allowance;
    const at = this.#length;
    this.#length += count;
    this.#allowance.left -= count;
    if (this.#length > maximum || this.#allowance.left < 0) throw inflatesTooFar(maximum);
    if (this.#length > this.#bytes.length) {
      const bytes = new Uint8Array(Math.min(maximum, Math.max(this.#length, this.#bytes.length * 2)));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    return { bytes: this.#bytes, at };
  }

  append(bytes: Uint8Array): void {
    const room = this.extend(bytes.length);
    room.bytes.set(bytes, room.at);
  }

  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
