import { CorruptFile } from '@rightsmith/core';

const UTF16 = new TextDecoder('utf-16le');

/** A version of a structure: major, then minor. */
export type Version = readonly [major: number, minor: number];

/** Bytes up to the next multiple of four. */
function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

/**
 * Reads the fields of a small stream in order; ooxml-irm.md §3. Padding may have any value, and at the end of the stream it
 * may be missing.
 *
 * Every method throws CorruptFile, naming the structure and the offset in it, where the stream ends too early.
 */
export class FieldReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #structure: string;
  #offset = 0;

  /** `structure` is what the bytes are, for messages. */
  constructor(bytes: Uint8Array, structure: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#structure = structure;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  version(): Version {
    const start = this.#take(4);
    return [this.#view.getUint16(start, true), this.#view.getUint16(start + 2, true)];
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** UNICODE-LP-P4. */
  unicode(): string {
    const length = this.uint32();
    if (length % 2 !== 0) throw this.corrupt(`A text of ${length} bytes is not UTF-16.`);
    return UTF16.decode(this.#padded(length));
  }

  /** The bytes of UTF-8-LP-P4. */
  utf8(): Uint8Array {
    return this.#padded(this.uint32());
  }

  corrupt(message: string): CorruptFile {
    return new CorruptFile(message, { where: { structure: this.#structure, offset: this.#offset } });
  }

  #padded(length: number): Uint8Array {
    const bytes = this.bytes(length);
    this.#offset = Math.min(this.#offset + padding(length), this.#bytes.length);
    return bytes;
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#bytes.length) throw this.corrupt(`The ${this.#structure} ends too early.`);
    this.#offset += length;
    return start;
  }
}

/** A number of 32 bits. */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** A version as four bytes. */
export function version([major, minor]: Version): Uint8Array {
  return uint32(major + minor * 0x1_0000);
}

/** A text as UNICODE-LP-P4. */
export function unicode(text: string): Uint8Array {
  return withLength(Buffer.from(text, 'utf16le'));
}

/** Bytes with their length in front and zeros behind, as UTF-8-LP-P4 has them. */
export function withLength(bytes: Uint8Array): Uint8Array {
  return concat([uint32(bytes.length), bytes, new Uint8Array(padding(bytes.length))]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
