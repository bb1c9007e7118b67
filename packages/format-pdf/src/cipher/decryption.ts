import { CIPHER_MODES, CorruptFile, decryptContent, decryptedSource, readExactly, runPool } from '@rightsmith/core';
import type { ByteSink, ByteSource, ContentCipher, FormatContext, RunPool } from '@rightsmith/core';
import { copiedStream } from './copied-stream.js';
import { BLOCK_SIZE, PREFIX_SIZE, UNRELIABLE_ABOVE } from './layout.js';
import type { ItemList } from './item-list.js';
import type { CipheredStream, ObjectCipher } from './object-cipher.js';

/**
 * The reverse of `encryption`. In a mode with padding the prefix must name exactly what is there: anything else means damage,
 * a wrong key or a wrong mode. `lenient`: what has a length that no encryption gives stays as it is, with a warning;
 * pdf-irm.md §6.
 */
export function decryption(cipher: ContentCipher, context: Pick<FormatContext, 'warn'>, lenient = false): ObjectCipher {
  return new Decryption(cipher, context, lenient);
}

class Decryption implements ObjectCipher {
  readonly #cipher: ContentCipher;
  readonly #context: Pick<FormatContext, 'warn'>;
  readonly #lenient: boolean;
  readonly #pool: RunPool;
  #hasWarned = false;

  constructor(cipher: ContentCipher, context: Pick<FormatContext, 'warn'>, lenient: boolean) {
    this.#cipher = cipher;
    this.#context = context;
    this.#lenient = lenient;
    this.#pool = runPool(cipher);
  }

  async items(items: ItemList): Promise<readonly Uint8Array[]> {
    const stored = items.plain();
    const encrypted = stored.filter(({ length }) => this.#isEncrypted(length));
    const plain = (await this.#cipher.decryptItems(encrypted)).values();
    return stored.map((item) => (this.#isEncrypted(item.length) ? this.#unprefixed(plain.next().value) : item));
  }

  async stream(data: ByteSource): Promise<CipheredStream> {
    if (!this.#isEncrypted(data.size)) return copiedStream(data);
    const range = { offset: 0, length: data.size };
    const plain = await decryptedSource(data, this.#cipher, range);
    if (plain.size < PREFIX_SIZE) throw undecryptable();
    const prefix = await readExactly(plain, 0, PREFIX_SIZE, 'stream');
    const length = this.#lengthBehind(prefix, plain.size - PREFIX_SIZE);
    return {
      length,
      writeTo: async (sink, options) => {
        await decryptContent(data, this.#cipher, partSink(sink, PREFIX_SIZE, length), {
          range,
          pool: this.#pool,
          ...options,
        });
      },
    };
  }

  #isEncrypted(length: number): boolean {
    if (length % BLOCK_SIZE === 0) return length > 0;
    if (!this.#lenient) throw notEncrypted(length);
    if (!this.#hasWarned) this.#context.warn('not-encrypted', { structure: 'encrypted object' });
    this.#hasWarned = true;
    return false;
  }

  #unprefixed(plain: Uint8Array | undefined): Uint8Array {
    if (plain === undefined || plain.length < PREFIX_SIZE) throw undecryptable();
    const length = this.#lengthBehind(plain, plain.length - PREFIX_SIZE);
    return plain.subarray(PREFIX_SIZE, PREFIX_SIZE + length);
  }

  #lengthBehind(prefix: Uint8Array, available: number): number {
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0);
    const { pads } = CIPHER_MODES[this.#cipher.mode];
    if (length === available || (length < available && !pads)) return length;
    if (length > available || available <= UNRELIABLE_ABOVE) throw undecryptable();
    this.#context.warn('stream-length-overridden', { structure: 'stream' });
    return available;
  }
}

/** Passes on `length` bytes behind the first `skipped`, and drops all others. */
function partSink(sink: ByteSink, skipped: number, length: number): ByteSink {
  let at = 0;
  return {
    write: async (bytes) => {
      const part = bytes.subarray(Math.max(0, skipped - at), Math.max(0, skipped + length - at));
      at += bytes.length;
      if (part.length > 0) await sink.write(part);
    },
  };
}

/** The length is no secret. */
function notEncrypted(length: number): CorruptFile {
  return new CorruptFile(`A string or stream of the PDF has ${length} bytes, which encryption cannot give.`, {
    where: { structure: 'encrypted object' },
    hint: 'Get the file once more. The setting lenient (--lenient) takes such strings and streams as they are.',
  });
}

/** One error for all else, so that padding tells nobody anything; crypto.md §9. */
function undecryptable(): CorruptFile {
  return new CorruptFile('A string or stream of the PDF cannot be decrypted: it is damaged, or the key is wrong.', {
    where: { structure: 'encrypted object' },
  });
}
