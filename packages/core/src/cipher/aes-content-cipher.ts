import { UsageError } from '../errors.js';
import { checkBytes } from './blocks.js';
import { CbcSegments } from './cbc-segments.js';
import type { CipherMode, ContentCipher } from './content-cipher.js';
import { EcbBlocks } from './ecb-blocks.js';
import { cipherModeFacts } from './modes.js';
import type { CipherModeFacts } from './modes.js';
import { pad, unpad } from './padding.js';
import type { SegmentCipher } from './segment-cipher.js';
import { BLOCK_SIZE, checkSegments } from './sizes.js';
import { undecryptable } from './undecryptable.js';

/** Bytes per call where the price of a call no longer counts. */
const PREFERRED_RUN: number = 1024 * 1024;

/** Bytes of one call: the platform's own calls count in 31 bits. */
const MAXIMUM_CALL: number = 1024 * 1024 * 1024;

/**
 * A content cipher over a key in memory. The key is copied.
 *
 * @throws UsageError unless the mode is one of the three and the key has 16, 24 or 32 bytes
 */
export function createContentCipher(options: { readonly mode: CipherMode; readonly key: Uint8Array }): ContentCipher {
  return new AesContentCipher(options.mode, options.key);
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
    this.#facts = cipherModeFacts(mode);
    this.segmentSize = this.#facts.segmentSize;
    this.#key = new Uint8Array(key);
    this.keyBits = keyBits(this.#key);
    this.#segments = mode === 'ECB' ? new EcbBlocks(this.#key) : new CbcSegments(this.#key, this.#facts);
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
    return settled(() => {
      const segments = this.#opened();
      this.#checkRuns(items);
      if (!this.#facts.pads) for (const item of items) this.#checkWhole(item, BLOCK_SIZE);
      return segments.encryptItems(items);
    });
  }

  decryptItems(items: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    return settled(() => {
      const segments = this.#opened();
      this.#checkRuns(items);
      const isWhole = ({ length }: Uint8Array): boolean => length % BLOCK_SIZE === 0;
      const decrypted = segments.decryptItems(items.filter(isWhole)).values();
      return items.map((item) => (isWhole(item) ? decrypted.next().value : undefined));
    });
  }

  withMode(mode: CipherMode): ContentCipher {
    this.#opened();
    return new AesContentCipher(mode, this.#key);
  }

  close(): Promise<void> {
    this.#segments = undefined;
    this.#key.fill(0);
    return Promise.resolve();
  }

  #opened(): SegmentCipher {
    if (this.#segments === undefined) throw new UsageError('The content cipher is closed.');
    return this.#segments;
  }

  #encryptRun(segment: number, plain: Uint8Array, final: boolean): Uint8Array {
    const segments = this.#opened();
    const padded = final && this.#facts.pads;
    this.#checkRuns([plain]);
    this.#checkSegments(segment, plain.length + (padded ? 1 : 0));
    if (padded) return segments.encrypt(segment, pad(plain));
    this.#checkWhole(plain, final ? BLOCK_SIZE : this.segmentSize);
    return segments.encrypt(segment, plain);
  }

  /** `undefined` for a final run that is cut, empty or wrongly padded. */
  #decryptRun(segment: number, cipher: Uint8Array, final: boolean): Uint8Array | undefined {
    const segments = this.#opened();
    this.#checkRuns([cipher]);
    this.#checkSegments(segment, cipher.length);
    if (!final) this.#checkWhole(cipher, this.segmentSize);
    if (cipher.length % BLOCK_SIZE !== 0) return undefined;
    const plain = segments.decrypt(segment, cipher);
    return final && this.#facts.pads ? unpad(plain) : plain;
  }

  #checkRuns(runs: readonly Uint8Array[]): void {
    const length = runs.reduce((sum, run) => sum + checkBytes(run).length, 0);
    if (length > MAXIMUM_CALL) throw new UsageError(`One call takes at most ${MAXIMUM_CALL} bytes.`);
  }

  #checkSegments(segment: number, length: number): void {
    checkSegments(segment, this.#facts.ivStep === 0 ? 0 : Math.ceil(length / this.segmentSize));
  }

  #checkWhole(run: Uint8Array, unit: number): void {
    if (run.length % unit === 0) return;
    throw new UsageError(`This run of ${this.mode} content must be a multiple of ${unit} bytes.`);
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

/** Runs `work` at once, so that calls in flight together cannot interleave, and hands its error over as a rejection. */
function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
