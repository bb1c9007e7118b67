import { CorruptFile, LimitReached } from '@rightsmith/core';

/** One message between host and plugin: text that is JSON, and the bytes that go with it. */
export interface Frame {
  readonly json: string;
  readonly bytes: Uint8Array;
}

/** No single message has more; who moves more does it in pieces. */
export const FRAME_BYTES: number = 64 * 1024 * 1024;

/** Content moves in pieces of this size at most. */
export const PIECE_BYTES: number = 8 * 1024 * 1024;

/** No text has more: as objects it takes a hundred times the memory. */
const TEXT_BYTES = 1024 * 1024;

/** Lengths of text and bytes, 32 bits each, little-endian. */
const HEAD_BYTES = 8;

/** The frame as it goes over the wire, in pieces that are not copied. @throws LimitReached for one that is too long */
export function frameBytes(json: string, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const text = new TextEncoder().encode(json);
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  head.setUint32(0, text.length, true);
  const partsLength = parts.reduce((sum, { length }) => sum + length, 0);
  if (text.length > TEXT_BYTES) throw tooLong('textBytes', text.length, TEXT_BYTES);
  if (text.length + partsLength > FRAME_BYTES) throw tooLong('messageBytes', text.length + partsLength, FRAME_BYTES);
  head.setUint32(4, partsLength, true);
  return [new Uint8Array(head.buffer), text, ...parts];
}

/** Puts frames together from what arrives. */
export class FrameReader {
  #target = new Uint8Array(HEAD_BYTES);
  #filled = 0;
  /** Bytes of the text of the frame that is coming; undefined while its head is. */
  #textLength: number | undefined;

  /** The frames that are whole now. @throws CorruptFile for one that is too long */
  *take(chunk: Uint8Array): Generator<Frame, void, void> {
    for (let offset = 0; offset < chunk.length;) {
      const taken = chunk.subarray(offset, offset + this.#target.length - this.#filled);
      this.#target.set(taken, this.#filled);
      this.#filled += taken.length;
      offset += taken.length;
      if (this.#filled === this.#target.length) yield* this.#advance();
    }
  }

  *#advance(): Generator<Frame, void, void> {
    const whole = this.#target;
    this.#filled = 0;
    if (this.#textLength === undefined) {
      const head = new DataView(whole.buffer);
      const textLength = head.getUint32(0, true);
      const length = textLength + head.getUint32(4, true);
      if (textLength === 0 || textLength > TEXT_BYTES || length > FRAME_BYTES) {
        throw new CorruptFile(`A message of ${length} bytes, ${textLength} of them text, was announced.`);
      }
      this.#textLength = textLength;
      this.#target = new Uint8Array(length);
      return;
    }
    const textLength = this.#textLength;
    this.#textLength = undefined;
    this.#target = new Uint8Array(HEAD_BYTES);
    yield { json: new TextDecoder().decode(whole.subarray(0, textLength)), bytes: whole.subarray(textLength) };
  }
}

function tooLong(limit: string, length: number, maximum: number): LimitReached {
  return new LimitReached(`A message between Rightsmith and a format plugin would have ${length} bytes.`, {
    limit,
    maximum,
  });
}
