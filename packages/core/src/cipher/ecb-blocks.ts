import { ecbDecryption, ecbEncryption } from './aes.js';
import type { BlockStream } from './aes.js';
import { withoutBufferMethods } from './blocks.js';
import { type Pieces, type SegmentCipher, workInPieces } from './segment-cipher.js';

/** ECB: every block alone, wherever it lies; crypto.md §4. */
export class EcbBlocks implements SegmentCipher {
  readonly #encryption: BlockStream;
  readonly #decryption: BlockStream;

  constructor(key: Uint8Array) {
    this.#encryption = ecbEncryption(key);
    this.#decryption = ecbDecryption(key);
  }

  encrypt(_first: number, plain: Pieces, output?: Uint8Array): Uint8Array {
    return work(this.#encryption, plain, output);
  }

  decrypt(_first: number, cipher: Pieces, output?: Uint8Array): Uint8Array {
    return work(this.#decryption, cipher, output);
  }

  encryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return items.map((item) => this.encrypt(0, item));
  }

  decryptItems(items: readonly Uint8Array[]): Uint8Array[] {
    return items.map((item) => this.decrypt(0, item));
  }
}

function work(stream: BlockStream, input: Pieces, output: Uint8Array | undefined): Uint8Array {
  if (output === undefined) return withoutBufferMethods(stream.update(input.subarray(0)));
  return workInPieces(input, output, (piece) => stream.update(piece));
}
