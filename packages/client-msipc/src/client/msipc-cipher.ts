import {
  CIPHER_MODES,
  InternalError,
  LimitReached,
  NotSupportedByClient,
  UsageError,
  cipherLength,
  type CipherMode,
  type ContentCipher,
} from '@rightsmith/core';
import { ENCRYPTION_PACKAGE } from '../abi/constants.js';
import { undecryptable } from '../errors/to-error.js';
import type { Runtime } from '../runtime.js';

const MODES: readonly CipherMode[] = ['CBC4K', 'CBC512', 'ECB'];
const BLOCK_SIZE = 16;
const PREFERRED_RUN = 1024 * 1024;
/** Lengths and numbers of segments are 32 bits wide. */
const MAXIMUM_CALL = 1024 * 1024 * 1024;
const MAXIMUM_SEGMENTS = 2 ** 32;

/** What the library tells of a key. */
interface KeyFacts {
  readonly key: number;
  /** Bytes of a segment. */
  readonly blockSize: number;
  readonly encryptionPackage?: number;
}

/** A content cipher whose key never leaves the library. */
export class MsipcCipher implements ContentCipher {
  readonly mode: CipherMode;
  readonly keyBits: 128 | 256;
  readonly segmentSize: 4096 | 512 | 16;
  readonly preferredRun: number = PREFERRED_RUN;
  readonly #runtime: Runtime;
  readonly #key: number;
  #closing: Promise<void> | undefined;

  /** @throws NotSupportedByClient for a key of no known mode */
  constructor(runtime: Runtime, { key, blockSize, encryptionPackage }: KeyFacts) {
    const mode = MODES.find((name) => CIPHER_MODES[name].segmentSize === blockSize);
    this.#runtime = runtime;
    this.#key = key;
    if (mode === undefined) {
      void this.close();
      throw new NotSupportedByClient(`The content key works in blocks of ${blockSize} bytes, which no known mode has.`);
    }
    this.mode = mode;
    this.segmentSize = CIPHER_MODES[mode].segmentSize;
    // The library tells the length only where it tells the package; AES-256 is its default since 2015.
    this.keyBits = mode === 'ECB' || encryptionPackage === ENCRYPTION_PACKAGE['aes128-cbc4k'] ? 128 : 256;
  }

  /** The number of the key among those that are open. @throws UsageError when it is closed */
  get key(): number {
    if (this.#closing !== undefined) throw new UsageError('The content cipher is closed.');
    return this.#key;
  }

  async encrypt(segment: number, plain: Uint8Array, final: boolean, given = false): Promise<Uint8Array> {
    const pads = final && CIPHER_MODES[this.mode].pads;
    this.#checkRun(segment, plain);
    if (!pads) this.#checkWhole(plain, final ? BLOCK_SIZE : this.segmentSize);
    // What is given has no length any more once it is gone.
    const expected = pads ? cipherLength(this.mode, plain.length) : plain.length;
    const cipher = await this.#work('encrypt', segment, plain, final, given);
    if (cipher.length === expected) return cipher;
    throw new InternalError(`The RMS Client made ${cipher.length} bytes of a run instead of ${expected}.`);
  }

  async decrypt(segment: number, cipher: Uint8Array, final: boolean, given = false): Promise<Uint8Array> {
    this.#checkRun(segment, cipher);
    if (!final) this.#checkWhole(cipher, this.segmentSize);
    const isWhole = cipher.length % BLOCK_SIZE === 0 && !(final && CIPHER_MODES[this.mode].pads && cipher.length === 0);
    if (!isWhole) throw undecryptable();
    const { length } = cipher;
    const plain = await this.#work('decrypt', segment, cipher, final, given);
    if (final ? plain.length <= length : plain.length === length) return plain;
    throw undecryptable();
  }

  async encryptItems(items: readonly Uint8Array[]): Promise<Uint8Array[]> {
    if (!CIPHER_MODES[this.mode].pads) for (const item of items) this.#checkWhole(item, BLOCK_SIZE);
    const encrypted = await this.#workItems('encryptItems', items);
    return encrypted.map((item) => {
      if (item !== undefined) return item;
      throw new InternalError('The RMS Client left out an item.');
    });
  }

  async decryptItems(items: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    const isWhole = ({ length }: Uint8Array): boolean => length % BLOCK_SIZE === 0;
    const decrypted = (await this.#workItems('decryptItems', items.filter(isWhole))).values();
    return items.map((item) => (isWhole(item) ? decrypted.next().value : undefined));
  }

  /** The key is out of reach. */
  withMode(): undefined {
    return undefined;
  }

  close(): Promise<void> {
    // When the thread is gone, so is the key.
    return (this.#closing ??= this.#runtime.run('closeKey', { key: this.#key }).catch(() => undefined));
  }

  /** Whether the key's holder has a right, custom ones too. */
  async allows(right: string): Promise<boolean> {
    return this.#runtime.run('accessCheck', { key: this.key, right });
  }

  #work(
    direction: 'encrypt' | 'decrypt',
    block: number,
    bytes: Uint8Array,
    final: boolean,
    given: boolean,
  ): Promise<Uint8Array> {
    const run = given && isAlone(bytes) ? bytes : bytes.slice();
    return this.#runtime.run(direction, { key: this.key, block, final, bytes: run }, [run.buffer as ArrayBuffer]);
  }

  async #workItems(
    direction: 'encryptItems' | 'decryptItems',
    items: readonly Uint8Array[],
  ): Promise<(Uint8Array | undefined)[]> {
    const { key } = this;
    const lengths = items.map(({ length }) => length);
    const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
    if (bytes.length > MAXIMUM_CALL) throw new UsageError(`One call takes at most ${MAXIMUM_CALL} bytes.`);
    let at = 0;
    for (const item of items) {
      bytes.set(item, at);
      at += item.length;
    }
    const done = await this.#runtime.run(direction, { key, bytes, lengths }, [bytes.buffer]);
    let from = 0;
    return done.lengths.map((length) => (length < 0 ? undefined : done.bytes.slice(from, (from += length))));
  }

  #checkRun(segment: number, bytes: Uint8Array): void {
    if (!(bytes instanceof Uint8Array)) throw new UsageError('A run must be a Uint8Array.');
    if (bytes.length > MAXIMUM_CALL) throw new UsageError(`One call takes at most ${MAXIMUM_CALL} bytes.`);
    if (!Number.isSafeInteger(segment) || segment < 0) throw new UsageError('A segment number must be a whole number.');
    if (segment + Math.ceil(bytes.length / this.segmentSize) <= MAXIMUM_SEGMENTS) return;
    throw new LimitReached('One item cannot have more than 2^32 segments.', {
      limit: 'segments',
      maximum: MAXIMUM_SEGMENTS,
    });
  }

  #checkWhole(run: Uint8Array, unit: number): void {
    if (run.length % unit === 0) return;
    throw new UsageError(`This run of ${this.mode} content must be a multiple of ${unit} bytes.`);
  }
}

/** Whether the memory of `bytes` holds nothing else, so that it can go to another thread. */
function isAlone({ buffer, byteLength }: Uint8Array): boolean {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
}
