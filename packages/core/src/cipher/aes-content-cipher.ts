import { UsageError } from '../errors.js';
import { ecbDecryption, ecbEncryption } from './aes.js';
import { withoutBufferMethods } from './blocks.js';
import type { CipherMode, ContentCipher } from './content-cipher.js';
import { CIPHER_MODES } from './modes.js';
import type { CipherModeFacts } from './modes.js';
import { pad, unpad } from './padding.js';
import { SegmentDecryptor } from './segments-decrypt.js';
import { SegmentEncryptor } from './segments-encrypt.js';
import { BLOCK_SIZE, checkSegments } from './sizes.js';
import { undecryptable } from './undecryptable.js';

/** Bytes per call where the price of a call no longer counts. */
const PREFERRED_RUN: number = 1024 * 1024;

/** Whole blocks from a segment on, with nothing added or taken off. */
interface SegmentCipher {
  encrypt(first: number, plain: Uint8Array): Uint8Array;
  decrypt(first: number, cipher: Uint8Array): Uint8Array;
}

/**
 * A content cipher over a key in memory. The key is copied.
 *
 * @throws UsageError unless the mode is one of the three and the key has 16, 24 or 32 bytes
 */
export function createContentCipher(options: { readonly mode: CipherMode; readonly key: Uint8Array }): ContentCipher {
  const { mode, key } = options;
  if (!Object.hasOwn(CIPHER_MODES, mode)) throw new UsageError('There is no such cipher mode.');
  return new AesContentCipher(mode, key);
}

class AesContentCipher implements ContentCipher {
  readonly mode: CipherMode;
  readonly keyBits: 128 | 192 | 256;
  readonly segmentSize: 4096 | 512 | 16;
  readonly preferredRun: number = PREFERRED_RUN;
  readonly #facts: CipherModeFacts;
  readonly #key: Uint8Array;
  /** Absent once closed. */
  #segments: SegmentCipher | undefined;

  constructor(mode: CipherMode, key: Uint8Array) {
    this.mode = mode;
    this.keyBits = keyBits(key);
    this.#facts = CIPHER_MODES[mode];
    this.segmentSize = this.#facts.segmentSize;
    this.#key = new Uint8Array(key);
    this.#segments = segmentCipher(this.#facts, this.#key);
  }

  encrypt(segment: number, plain: Uint8Array, final: boolean): Promise<Uint8Array> {
    return settled(() => this.#encryptRun(segment, plain, final));
  }

  decrypt(segment: number, cipher: Uint8Array, final: boolean): Promise<Uint8Array> {
    return settled(() => {
      const plain = this.#decryptRun(segment, cipher, final);
      if (plain === undefined) throw undecryptable();
      return plain;
    });
  }

  encryptItems(items: readonly Uint8Array[]): Promise<Uint8Array[]> {
    return settled(() => items.map((item) => this.#encryptRun(0, item, true)));
  }

  decryptItems(items: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    return settled(() => items.map((item) => this.#decryptRun(0, item, true)));
  }

  withMode(mode: CipherMode): ContentCipher {
    this.#open();
    return createContentCipher({ mode, key: this.#key });
  }

  close(): Promise<void> {
    this.#segments = undefined;
    this.#key.fill(0);
    return Promise.resolve();
  }

  #open(): SegmentCipher {
    if (this.#segments === undefined) throw new UsageError('The content cipher is closed.');
    return this.#segments;
  }

  #encryptRun(segment: number, plain: Uint8Array, final: boolean): Uint8Array {
    const segments = this.#open();
    const padded = final && this.#facts.pads;
    if (!padded) this.#checkWhole(plain, final ? BLOCK_SIZE : this.segmentSize);
    this.#checkSegments(segment, plain.length + (padded ? 1 : 0));
    return segments.encrypt(segment, padded ? pad(plain) : plain);
  }

  /** `undefined` for a final run that is cut, empty or wrongly padded. */
  #decryptRun(segment: number, cipher: Uint8Array, final: boolean): Uint8Array | undefined {
    const segments = this.#open();
    this.#checkSegments(segment, cipher.length);
    if (!final) this.#checkWhole(cipher, this.segmentSize);
    if (cipher.length % BLOCK_SIZE !== 0) return undefined;
    const plain = segments.decrypt(segment, cipher);
    return final && this.#facts.pads ? unpad(plain) : plain;
  }

  #checkWhole(run: Uint8Array, unit: number): void {
    if (run.length % unit === 0) return;
    throw new UsageError(`This run of ${this.mode} content must be a multiple of ${unit} bytes.`);
  }

  #checkSegments(segment: number, length: number): void {
    checkSegments(segment, this.#facts.ivStep === undefined ? 0 : Math.ceil(length / this.segmentSize));
  }
}

function keyBits(key: Uint8Array): 128 | 192 | 256 {
  switch (key.length) {
    case 16:
      return 128;
    case 24:
      return 192;
    case 32:
      return 256;
    default:
      throw new UsageError('A content key must have 16, 24 or 32 bytes.');
  }
}

function segmentCipher(facts: CipherModeFacts, key: Uint8Array): SegmentCipher {
  const { segmentSize, ivStep } = facts;
  if (ivStep === undefined) {
    const [encryption, decryption] = [ecbEncryption(key), ecbDecryption(key)];
    return {
      encrypt: (_first, plain) => withoutBufferMethods(encryption.update(plain)),
      decrypt: (_first, cipher) => withoutBufferMethods(decryption.update(cipher)),
    };
  }
  const encryptor = new SegmentEncryptor(key, segmentSize, ivStep);
  const decryptor = new SegmentDecryptor(key, segmentSize, ivStep);
  return {
    encrypt: (first, plain) => encryptor.encrypt(first, plain),
    decrypt: (first, cipher) => decryptor.decrypt(first, cipher),
  };
}

/** Runs `work` at once, so that calls in flight together cannot interleave, and hands its error over as a rejection. */
function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
