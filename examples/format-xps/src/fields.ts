import { CorruptFile } from '@rightsmith/core';

/** Reads the numbers and texts of a small stream, one after another. What lies outside of it is CorruptFile. */
export class Fields {
  readonly #bytes: Uint8Array;
  readonly #structure: string;
  #offset = 0;

  constructor(bytes: Uint8Array, structure: string) {
    this.#bytes = bytes;
    this.#structure = structure;
  }

  /** Goes on from there. */
  at(offset: number): this {
    this.#offset = offset;
    return this;
  }

  skip(length: number): void {
    if (length < 0) throw this.#corrupt();
    this.#offset += length;
  }

  uint32(): number {
    const bytes = this.bytes(4);
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  }

  bytes(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw this.#corrupt();
    const bytes = this.#bytes.slice(this.#offset, end);
    this.#offset = end;
    return bytes;
  }

  /** UTF-16 with its length in bytes in front, filled up to four bytes. */
  text(): string {
    const length = this.uint32();
    const text = new TextDecoder('utf-16le').decode(this.bytes(length));
    this.#offset += (4 - (length % 4)) % 4;
    return text;
  }

  #corrupt(): CorruptFile {
    return new CorruptFile('A field ends outside of its stream.', {
      where: { structure: this.#structure, offset: this.#offset },
    });
  }
}

/** 32 bits, little-endian. */
export function uint32(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setUint32(0, value, true);
  return new Uint8Array(bytes.buffer);
}

/** The reverse of {@link Fields.text}. */
export function textField(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return joined([uint32(bytes.length), bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
