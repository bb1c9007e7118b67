import { createContentCipher, type CipherMode, type ContentCipher } from '@rightsmith/core';

/** A cipher with a fixed key. */
export function testCipher(mode: CipherMode, keyBytes: 16 | 32 = 32): ContentCipher {
  return createContentCipher({ mode, key: new Uint8Array(keyBytes).map((_, index) => index) });
}

/** The same cipher with some members replaced, such as a client's whose key is out of reach. */
export function cipherWith(cipher: ContentCipher, members: Partial<ContentCipher>): ContentCipher {
  return {
    mode: cipher.mode,
    keyBits: cipher.keyBits,
    segmentSize: cipher.segmentSize,
    preferredRun: cipher.preferredRun,
    encrypt: (segment, plain, final) => cipher.encrypt(segment, plain, final),
    decrypt: (segment, encrypted, final) => cipher.decrypt(segment, encrypted, final),
    encryptItems: (items) => cipher.encryptItems(items),
    decryptItems: (items) => cipher.decryptItems(items),
    withMode: (mode) => cipher.withMode(mode),
    close: () => cipher.close(),
    ...members,
  };
}
