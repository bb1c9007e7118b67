import { ecbDecryption, ecbEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { withoutBufferMethods } from './blocks.js';
import type { SegmentCipher } from './segment-cipher.js';

/** ECB: every block alone, wherever it lies; crypto.md §4. */
export class EcbBlocks implements SegmentCipher {
  readonly #encryption: BlockStream;
  readonly #decryption: BlockStream;

  constructor(key: Uint8Array) {
    this.#encryption = ecbEncryption(key);
    this.#decryption = ecbDecryption(key);
  }

  encrypt(_first: number, plain: Uint8Array): Uint8Array {
    return withoutBufferMethods(this.#encryption.update(plain));
  }

  decrypt(_first: number, cipher: Uint8Array): Uint8Array {
    return withoutBufferMethods(this.#decryption.update(cipher));
  }

  encryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return items.map((item) => this.encrypt(0, item));
  }

  decryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return items.map((item) => this.decrypt(0, item));
  }
}
