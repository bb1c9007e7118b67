/** Bytes beyond which memory is not kept. */
const MAXIMUM = 2 * 1024 * 1024;

/**
 * The memory of a run that is done with, kept for the result of the next one of its length: fresh memory takes the system as long to
 * provide as the library takes to decrypt into it. What comes in a message belongs to this thread, and what goes back in one does not.
 */
export class SpareMemory {
  #kept: Uint8Array | undefined;

  /** Memory of this length, with anything in it. */
  take(length: number): Uint8Array {
    const kept = this.#kept;
    if (kept?.length !== length) return new Uint8Array(length);
    this.#kept = undefined;
    return kept;
  }

  /** Nobody uses `bytes` any more. */
  give(bytes: Uint8Array): void {
    const isWhole = bytes.buffer.byteLength === bytes.length;
    if (isWhole && bytes.length > 0 && bytes.length <= MAXIMUM) this.#kept = bytes;
  }
}
