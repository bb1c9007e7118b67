import { allocate } from './allocate.js';

/** Bytes that are appended to; the room doubles, so that each byte is copied a bounded number of times. */
export class GrowingBytes {
  #room: Uint8Array = new Uint8Array(1024);
  #length = 0;

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#room.length) {
      const room = allocate(Math.max(length, this.#room.length * 2));
      room.set(this.#room.subarray(0, this.#length));
      this.#room = room;
    }
    this.#room.set(bytes, this.#length);
    this.#length = length;
  }

  /** A view, valid until the next `append`. */
  view(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }
}
