import { allocate } from '../bytes/allocate.js';
import { ecbEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import type { CipherModeFacts } from './modes.js';
import { type Pieces, type SegmentCipher, workInPieces } from './segment-cipher.js';
import { SegmentDecryptor } from './segments-decrypt.js';
import { SegmentEncryptor } from './segments-encrypt.js';

/** CBC4K and CBC512. Most keys serve one direction only, so that each is made ready at its first use. */
export class CbcSegments implements SegmentCipher {
  readonly #key: Uint8Array;
  readonly #facts: CipherModeFacts;
  #encryptor: SegmentEncryptor | undefined;
  #decryptor: SegmentDecryptor | undefined;
  #ecb: BlockStream | undefined;

  /** The key is not copied: it must stay what it is as long as this object is in use. */
  constructor(key: Uint8Array, facts: CipherModeFacts) {
    this.#key = key;
    this.#facts = facts;
  }

  encrypt(first: number, plain: Pieces, output: Uint8Array = allocate(plain.length)): Uint8Array {
    return this.#encrypting().encrypt(first, plain, output);
  }

  decrypt(first: number, cipher: Pieces, output?: Uint8Array): Uint8Array {
    const decryptor = this.#decrypting();
    if (output === undefined) return decryptor.decrypt(first, cipher.subarray(0));
    return workInPieces(cipher, output, (piece, start) =>
      decryptor.decrypt(first + start / this.#facts.segmentSize, piece),
    );
  }

  encryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return this.#encrypting().encryptItems(items);
  }

  decryptItems(items: readonly Uint8Array[]): (Uint8Array | undefined)[] {
    return this.#decrypting().decryptItems(items);
  }

  #encrypting(): SegmentEncryptor {
    this.#encryptor ??= new SegmentEncryptor(this.#key, this.#facts, this.#blocks());
    return this.#encryptor;
  }

  #decrypting(): SegmentDecryptor {
    this.#decryptor ??= new SegmentDecryptor(this.#key, this.#facts, this.#blocks());
    return this.#decryptor;
  }

  /** Keeps no state from call to call, so that both directions can have the same. */
  #blocks(): BlockStream {
    this.#ecb ??= ecbEncryption(this.#key);
    return this.#ecb;
  }
}
