import type { StreamDecryptor } from '../xref/structure-decoder.js';
import { ItemList } from './item-list.js';
import type { ObjectCipher } from './object-cipher.js';

/** A cipher for single streams, as those that hold structure have to be read. */
export function streamDecryptor(cipher: ObjectCipher): StreamDecryptor {
  return async (data) => {
    const items = new ItemList();
    const at = items.reserve(data.length);
    items.bytes.set(data, at);
    items.add(at + data.length);
    const [plain] = await cipher.items(items);
    return plain ?? new Uint8Array(0);
  };
}
