import { allocate } from '../bytes/allocate.js';
import type { CipherModeFacts } from './modes.js';
import type { SegmentCipher } from './segment-cipher.js';
import { SegmentDecryptor } from './segments-decrypt.js';
import { SegmentEncryptor } from './segments-encrypt.js';

/** CBC4K and CBC512. Most keys serve one direction only, so that each is made ready at its first use. */
export class CbcSegments implements SegmentCipher {
  readonly #key: Uint8Array;
  readonly #facts: CipherModeFacts;
  #encryptor: SegmentEncryptor | undefined;
  #decryptor: SegmentDecryptor | undefined;

  /** The key is not copied: it must stay what it is as long as this object is in use. */
  constructor(key: Uint8Array, facts: CipherModeFacts) {
    this.#key = key;
    this.#facts = facts;
  }

  encrypt(first: number, plain: Uint8Array, given: boolean): Uint8Array {
    return this.#encrypting().encrypt(first, plain, given ? plain : allocate(plain.length));
  }

  decrypt(first: number, cipher: Uint8Array, given: boolean): Uint8Array {
    return given ? this.#decrypting().decryptInPlace(first, cipher) : this.#decrypting().decrypt(first, cipher);
  }

  encryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return this.#encrypting().encryptItems(items);
  }

  decryptItems(items: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    return this.#decrypting().decryptItems(items);
  }

  #encrypting(): SegmentEncryptor {
    this.#encryptor ??= new SegmentEncryptor(this.#key, this.#facts);
    return this.#encryptor;
  }

  #decrypting(): SegmentDecryptor {
    this.#decryptor ??= new SegmentDecryptor(this.#key, this.#facts);
    return this.#decryptor;
  }
}
