import type { FileRange } from '../bytes/source.js';
import { UsageError } from '../errors.js';
import { checkBytes } from './blocks.js';
import { CipherThreads, checkThreads } from './cipher-threads.js';
import type { ThreadTask } from './cipher-thread.js';
import type { CipherMode, ContentCipher, Direction } from './content-cipher.js';
import { createSegments } from './create-segments.js';
import { FilePieces, nothingBeyondEnd, piecesMemory } from './file-pieces.js';
import { cipherModeFacts } from './modes.js';
import type { CipherModeFacts } from './modes.js';
import { pad, unpad } from './padding.js';
import type { SegmentCipher } from './segment-cipher.js';
import { BLOCK_SIZE, checkSegments } from './sizes.js';
import { undecryptable } from './undecryptable.js';

/** Bytes per call where the price of a call no longer counts; with threads each call is also two messages. */
const [PREFERRED_RUN, PREFERRED_THREADED_RUN] = [1024 * 1024, 2 * 1024 * 1024];

/** Bytes of one call: the platform's own calls count in 31 bits. */
const MAXIMUM_CALL: number = 1024 * 1024 * 1024;

/** Bytes from which a run is worth the message to another thread. */
const SHORTEST_THREADED_RUN: number = 256 * 1024;

/** Threads from which decrypting pays for carrying a run to another processor and back: two need longer than one alone. */
const FEWEST_TO_CARRY_TO = 3;

/** What a content cipher is made from. */
export interface ContentCipherOptions {
  readonly mode: CipherMode;
  /** 16, 24 or 32 bytes; copied. */
  readonly key: Uint8Array;
  /**
   * How many threads work on the long runs of an item. 1, the default, is the caller's own, which takes its part of more too;
   * the others are started when there is a first long run, and stay until the cipher is closed; they do not keep the process alive.
   */
  readonly threads?: number | undefined;
}

/**
 * A content cipher over a key in memory.
 *
 * @throws UsageError unless the mode is one of the three, the key has 16, 24 or 32 bytes, and threads are 1 to 64
 */
export function createContentCipher({ mode, key, threads = 1 }: ContentCipherOptions): ContentCipher {
  return new AesContentCipher(mode, key, checkThreads(threads));
}

class AesContentCipher implements ContentCipher {
  readonly mode: CipherMode;
  readonly keyBits: 128 | 192 | 256;
  readonly segmentSize: 4096 | 512 | 16;
  readonly preferredRun: number;
  readonly threads: number;
  readonly #facts: CipherModeFacts;
  readonly #key: Uint8Array;
  /** Absent once closed. */
  #segments: SegmentCipher | undefined;
  /** For files that this thread reads at once. */
  #piece: Uint8Array | undefined;
  /** Absent where the caller's thread does all the work. */
  readonly #threads: CipherThreads | undefined;

  constructor(mode: CipherMode, key: Uint8Array, threads: number) {
    this.mode = mode;
    this.threads = threads;
    this.preferredRun = threads === 1 ? PREFERRED_RUN : PREFERRED_THREADED_RUN;
    this.#facts = cipherModeFacts(mode);
    this.segmentSize = this.#facts.segmentSize;
    this.#key = new Uint8Array(key);
    this.keyBits = keyBits(this.#key);
    this.#segments = createSegments(mode, this.#key);
    this.#threads = threads === 1 ? undefined : new CipherThreads(threads, { mode, key: this.#key });
  }

  encrypt(segment: number, plain: Uint8Array, final: boolean, given = false): Promise<Uint8Array> {
    return settled(() => {
      const padded = final && this.#facts.pads;
      this.#checkRuns([plain]);
      this.#checkSegments(segment, plain.length + (padded ? 1 : 0));
      if (padded) return this.#work({ direction: 'encrypt', first: segment, bytes: pad(plain) }, true);
      this.#checkWhole(plain, final ? BLOCK_SIZE : this.segmentSize);
      return this.#work({ direction: 'encrypt', first: segment, bytes: plain }, given);
    });
  }

  async decrypt(segment: number, cipher: Uint8Array, final: boolean, given = false): Promise<Uint8Array> {
    this.#checkRuns([cipher]);
    this.#checkSegments(segment, cipher.length);
    if (!final) this.#checkWhole(cipher, this.segmentSize);
    if (cipher.length % BLOCK_SIZE !== 0) throw undecryptable();
    const padded = await this.#work({ direction: 'decrypt', first: segment, bytes: cipher }, given);
    const plain = final && this.#facts.pads ? unpad(padded) : padded;
    if (plain === undefined) throw undecryptable();
    return plain;
  }

  workOnFile(
    direction: Direction,
    segment: number,
    file: FileRange,
    memory: Uint8Array,
  ): Promise<Uint8Array> | undefined {
    const segments = this.#opened();
    const { descriptor, position, length, atOnce } = file;
    if (length < SHORTEST_THREADED_RUN) return undefined;
    return begun(() => {
      this.#checkSegments(segment, length);
      this.#checkWhole(file, this.segmentSize);
      const task = { direction, first: segment, bytes: memory, file: { descriptor, position, length } };
      // Where this thread does not read at once, the system reads for it on another processor: two threads gain nothing then.
      const pays = atOnce === undefined ? this.#areThreadsFaster(direction) : this.#threads?.areReady === true;
      const result = pays ? this.#threads?.work(task, true) : undefined;
      if (result !== undefined || atOnce === undefined) return result;
      const pieces = new FilePieces(file, (this.#piece ??= piecesMemory()));
      return nothingBeyondEnd(() => segments[direction](segment, pieces, memory));
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
    return new AesContentCipher(mode, this.#key, this.threads);
  }

  withThreads(threads: number): ContentCipher {
    this.#opened();
    return new AesContentCipher(this.mode, this.#key, checkThreads(threads));
  }

  async close(): Promise<void> {
    this.#segments = undefined;
    this.#key.fill(0);
    await this.#threads?.close();
  }

  /** The work on one run, by whoever does it fastest. It begins at once, so that calls in flight together cannot interleave. */
  #work(task: ThreadTask, given: boolean): Uint8Array | Promise<Uint8Array> {
    const segments = this.#opened();
    const { direction, first, bytes } = task;
    const isShort = bytes.length < SHORTEST_THREADED_RUN;
    if (!isShort && (!given || this.#areThreadsFaster(direction))) {
      const result = this.#threads?.work(task, given);
      if (result !== undefined) return result;
    }
    // Putting the plaintext back pays for long runs only, and reads by range may be short.
    const inPlace = given && (direction === 'encrypt' || !isShort);
    return segments[direction](first, bytes, inPlace ? bytes : undefined);
  }

  /** Whether for runs that come one after the other. Until threads have started this one is faster. */
  #areThreadsFaster(direction: Direction): boolean {
    if (direction === 'decrypt' && this.threads < FEWEST_TO_CARRY_TO) return false;
    return this.#threads?.areReady === true;
  }

  #opened(): SegmentCipher {
    if (this.#segments === undefined) throw new UsageError('The content cipher is closed.');
    return this.#segments;
  }

  #checkRuns(runs: readonly Uint8Array[]): void {
    const length = runs.reduce((sum, run) => sum + checkBytes(run).length, 0);
    if (length > MAXIMUM_CALL) throw new UsageError(`One call takes at most ${MAXIMUM_CALL} bytes.`);
  }

  #checkSegments(segment: number, length: number): void {
    checkSegments(segment, this.#facts.ivStep === 0 ? 0 : Math.ceil(length / this.segmentSize));
  }

  #checkWhole(run: Pick<Uint8Array, 'length'>, unit: number): void {
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

/** Runs `work` at once and hands its error over as a rejection. */
function settled<T>(work: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

/** As {@link settled}, for work that may turn out to be none of ours. */
function begun<T>(work: () => T | Promise<T> | undefined): Promise<T> | undefined {
  let result;
  try {
    result = work();
  } catch (error) {
    return settled(() => {
      throw error;
    });
  }
  return result === undefined ? undefined : Promise.resolve(result);
}
