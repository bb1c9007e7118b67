import { CIPHER_MODES, CorruptFile, decryptContent, decryptedSource, readExactly } from '@rightsmith/core';
import type { ByteSink, ContentCipher, FormatContext } from '@rightsmith/core';
import { PREFIX_SIZE, UNRELIABLE_ABOVE } from './layout.js';
import type { ObjectCipher } from './object-cipher.js';

/**
 * The reverse of `encryption`. In a mode with padding the prefix must name exactly what is there: anything else means damage,
 * a wrong key or a wrong mode.
 */
export function decryption(cipher: ContentCipher, context: Pick<FormatContext, 'warn'>): ObjectCipher {
  const { pads } = CIPHER_MODES[cipher.mode];
  const lengthBehind = (prefix: Uint8Array, available: number): number => {
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0);
    if (length === available || (length < available && !pads)) return length;
    if (length > available || available <= UNRELIABLE_ABOVE) throw undecryptable();
    context.warn('stream-length-overridden', { structure: 'stream' });
    return available;
  };
  const unprefixed = (plain: Uint8Array | undefined): Uint8Array => {
    if (plain === undefined || plain.length < PREFIX_SIZE) throw undecryptable();
    const length = lengthBehind(plain, plain.length - PREFIX_SIZE);
    return plain.subarray(PREFIX_SIZE, PREFIX_SIZE + length);
  };
  return {
    items: async (items) => {
      const encrypted = items.plain();
      const present = encrypted.filter(({ length }) => length > 0);
      const plain = (await cipher.decryptItems(present)).values();
      return encrypted.map((item) => (item.length === 0 ? item : unprefixed(plain.next().value)));
    },
    stream: async (data) => {
      const plain = await decryptedSource(data, cipher, { offset: 0, length: data.size });
      if (plain.size < PREFIX_SIZE) throw undecryptable();
      const length = lengthBehind(await readExactly(plain, 0, PREFIX_SIZE, 'stream'), plain.size - PREFIX_SIZE);
      return {
        length,
        writeTo: async (sink, options) => {
          await decryptContent(data, cipher, partSink(sink, PREFIX_SIZE, length), {
            range: { offset: 0, length: data.size },
            ...options,
          });
        },
      };
    },
  };
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

/** One error for all, so that padding tells nobody anything; crypto.md §9. */
function undecryptable(): CorruptFile {
  return new CorruptFile('A string or stream of the PDF cannot be decrypted: it is damaged, or the key is wrong.', {
    where: { structure: 'encrypted object' },
  });
}
