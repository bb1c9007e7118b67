import type { FileRange } from '../bytes/source.js';

/** How content is cut and chained; `crypto.md` §2–§4. */
export type CipherMode = 'CBC4K' | 'CBC512' | 'ECB';

/** Which way a cipher works. */
export type Direction = 'encrypt' | 'decrypt';

/**
 * The content key of one protected item in the form formats get it: numbered segments and a flag for the last,
 * as `IpcEncrypt` and `IpcDecrypt` have them. The key itself is out of reach.
 */
export interface ContentCipher {
  readonly mode: CipherMode;
  readonly keyBits: 128 | 192 | 256;
  /** Bytes; a run that is not final is a multiple of it. */
  readonly segmentSize: 4096 | 512 | 16;
  /** Bytes one call should carry for best speed: 1 MiB, or 2 MiB with threads. */
  readonly preferredRun: number;
  /** How many runs are worked on at the same time, if calls are in flight together. Absent: one. */
  readonly threads?: number;
  /**
   * A run of whole consecutive segments of one item, numbered from `segment`. `final` ends the item and, in CBC4K only, pads.
   * An item whose container keeps its own length (Office) is filled with zeros and never `final`.
   * Calls may be in flight together and in any order. Always settles; never throws synchronously. The input is not kept or changed,
   * unless it is `given`: then its memory is the cipher's, which saves a copy where other threads do the work.
   *
   * @throws UsageError for a run of the wrong length; LimitReached for a segment number beyond 2^32
   */
  encrypt(segment: number, plain: Uint8Array, final: boolean, given?: boolean): Promise<Uint8Array>;
  /** The reverse of {@link ContentCipher.encrypt}. @throws CorruptFile when a final run is cut, empty or its padding is wrong: one error for all */
  decrypt(segment: number, cipher: Uint8Array, final: boolean, given?: boolean): Promise<Uint8Array>;
  /**
   * As `encrypt` or `decrypt` of a given run that is not final and lies in a file, where the thread that works on it can read it by
   * itself, piece by piece. Absent or undefined where it has to be read first.
   *
   * @param memory - for the result; as long as the run and, unless it is to be copied, alone in its buffer; the cipher's from now on
   * @returns the result, which is empty where the file ends before the run does
   * @throws as they; the system's error when the file cannot be read
   */
  workOnFile?(
    direction: Direction,
    segment: number,
    run: FileRange,
    memory: Uint8Array,
  ): Promise<Uint8Array> | undefined;
  /** Many short items (the strings of a PDF), each whole: from segment 0, final. */
  encryptItems(items: readonly Uint8Array[]): Promise<Uint8Array[]>;
  /** The reverse; `undefined` stands for an item whose length or padding is wrong. */
  decryptItems(items: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]>;
  /** The same key in another mode, for containers that overrule the licence; undefined where the key is out of reach. Closed on its own. */
  withMode(mode: CipherMode): ContentCipher | undefined;
  /** The same key with so many threads; absent where the key is out of reach. Closed on its own. @throws UsageError for what is no number of threads */
  withThreads?(threads: number): ContentCipher;
  /** Forgets the key; calls after it fail with UsageError. Idempotent. */
  close(): Promise<void>;
}
