import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, deflate } from 'node:zlib';
import type { ByteSink } from '@rightsmith/core';

const deflateBytes = promisify(deflate);

/** Up to this size the embedded file is compressed; a larger one is mostly content, which is ciphertext and cannot shrink. */
const LARGEST_COMPRESSED: number = 4 * 1024 * 1024;

/** What is known of the embedded file once it is written. */
export interface PayloadEnd {
  /** Bytes of the file itself. */
  readonly size: number;
  /** MD5 of the file itself, in hexadecimal digits. */
  readonly checksum: string;
  /** Bytes as stored. */
  readonly length: number;
}

/** Takes the protected document and writes it as the data of a stream, whose dictionary comes first and depends on how it is stored. */
export class PayloadStream implements ByteSink {
  readonly #sink: ByteSink;
  readonly #head: (filter: string) => string;
  readonly #hash = createHash('md5');
  /** Kept until it is certain how the file is stored. */
  #kept: Uint8Array[] | undefined = [];
  #size = 0;

  /** `head` gives the stream's object up to its data, for these entries of its dictionary. */
  constructor(sink: ByteSink, head: (filter: string) => string) {
    this.#sink = sink;
    this.#head = head;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    if (this.#kept !== undefined && this.#size <= LARGEST_COMPRESSED) {
      // The caller may use the array again.
      this.#kept.push(bytes.slice());
      return;
    }
    await this.#writeKept();
    await this.#sink.write(bytes);
  }

  async end(): Promise<PayloadEnd> {
    const { length } = await this.#writeRest();
    return { size: this.#size, checksum: this.#hash.digest('hex'), length };
  }

  async #writeKept(): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#kept = undefined;
    await this.#sink.write(Buffer.from(this.#head(''), 'latin1'));
    for (const bytes of kept) await this.#sink.write(bytes);
  }

  async #writeRest(): Promise<{ readonly length: number }> {
    if (this.#kept === undefined) return { length: this.#size };
    // The licence and the document's skeleton shrink at any level; the content at none.
    const data = await deflateBytes(Buffer.concat(this.#kept), { level: constants.Z_BEST_SPEED });
    await this.#sink.write(Buffer.from(this.#head('/Filter/FlateDecode'), 'latin1'));
    await this.#sink.write(data);
    return data;
  }
}
