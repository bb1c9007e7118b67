import {
  CIPHER_MODES,
  cipherLength,
  encryptContent,
  LimitReached,
  rangeSource,
  readExactly,
  runPool,
} from '@rightsmith/core';
import type { ByteSource, ContentCipher } from '@rightsmith/core';
import type { ItemList } from './item-list.js';
import { BLOCK_SIZE, LARGEST_LENGTH, PREFIX_SIZE } from './layout.js';
import type { ObjectCipher } from './object-cipher.js';

/** Encrypts each string and stream behind its length, from segment 0; pdf-irm.md §3.3. What the mode does not pad is filled with zeros. */
export function encryption(cipher: ContentCipher): ObjectCipher {
  const { pads } = CIPHER_MODES[cipher.mode];
  const pool = runPool(cipher);
  return {
    items: async (items) => withoutEmpty(items, await cipher.encryptItems(items.prefixed(!pads))),
    stream: (data) => {
      const length = PREFIX_SIZE + data.size;
      if (data.size > LARGEST_LENGTH) throw tooLong(data.size);
      return Promise.resolve({
        length: cipherLength(cipher.mode, pads ? length : Math.ceil(length / BLOCK_SIZE) * BLOCK_SIZE),
        writeTo: async (sink, { signal, progress }) => {
          await encryptContent(prefixed(data), cipher, sink, { fill: true, pool, signal, progress });
        },
      });
    },
  };
}

function withoutEmpty(items: ItemList, encrypted: readonly Uint8Array[]): readonly Uint8Array[] {
  return encrypted.map((bytes, index) => (items.lengthOf(index) === 0 ? EMPTY : bytes));
}

const EMPTY = new Uint8Array(0);

/** The data behind its length. */
function prefixed(data: ByteSource): ByteSource {
  const prefix = new Uint8Array(PREFIX_SIZE);
  new DataView(prefix.buffer).setUint32(0, data.size);
  return rangeSource({
    size: PREFIX_SIZE + data.size,
    readRange: async (offset, length, memory) => {
      if (offset >= PREFIX_SIZE) return data.read(offset - PREFIX_SIZE, length, memory);
      const bytes = (memory ?? new Uint8Array(length)).subarray(0, length);
      const head = prefix.subarray(offset, offset + length);
      bytes.set(head);
      const room = bytes.subarray(head.length);
      const rest = await readExactly(data, 0, room.length, 'stream', room);
      if (rest.buffer !== room.buffer) room.set(rest);
      return bytes;
    },
    release: () => data.close(),
  });
}

function tooLong(length: number): LimitReached {
  return new LimitReached(`A stream of ${length} bytes cannot be encrypted: its length has 32 bits.`, {
    limit: 'stream length',
    maximum: LARGEST_LENGTH,
  });
}
