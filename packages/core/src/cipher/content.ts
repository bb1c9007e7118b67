import { pump } from '../bytes/pump.js';
import type { PumpedRun, RunOptions } from '../bytes/pump.js';
import { RunPool } from '../bytes/run-pool.js';
import { mapRuns, readRun, runMemory, runPlaces, sourceRuns } from '../bytes/runs.js';
import type { ByteSink } from '../bytes/sink.js';
import type { ByteSource } from '../bytes/source.js';
import { UsageError, throwIfAborted } from '../errors.js';
import type { ContentCipher } from './content-cipher.js';
import { decryptAll, decryptedSource, endsByPadding } from './decrypted-source.js';
import type { ContentEnd, ContentRange } from './decrypted-source.js';
import { CIPHER_MODES } from './modes.js';
import { fillUp } from './padding.js';
import { BLOCK_SIZE, cipherLength } from './sizes.js';
import { streamRuns } from './stream-runs.js';
import { workInThread } from './work-in-thread.js';

/** How items go through the cipher, beside how to stop and watch the work on them. */
export interface ContentOptions extends RunOptions {
  /** Made by {@link runPool} for a cipher with runs like this one's; for many items one after the other. */
  readonly pool?: RunPool | undefined;
}

/** How to end an item. */
export interface EncryptOptions extends ContentOptions {
  /** `false`: the last segment is a whole one and nothing is padded, as Office wants it. Default `true`: the item ends as its mode demands. */
  readonly final?: boolean | undefined;
  /**
   * Where the mode does not pad, fill the last block (the last segment, when not `final`) with zeros. For containers that
   * record the true length. Default `false`: content that would need it is refused.
   */
  readonly fill?: boolean | undefined;
}

/** Which part of the source to decrypt and how it ends. */
export interface DecryptOptions extends ContentEnd, ContentOptions {
  readonly range: ContentRange;
}

/**
 * Encrypts an item of any size, from a source or a stream of unknown length, and returns its true plaintext length in bytes.
 * A stream is read to its end, or cancelled when the operation fails; a source is left open.
 *
 * @throws UsageError for content that its mode cannot end: CBC512 and ECB take multiples of 16 bytes unless `fill` is set, and
 * CBC512 takes no empty content at all (crypto.md §3). From a source it is refused before anything is written, from a stream at its end.
 * CorruptFile when the source is shorter than its size; LimitReached beyond 2^32 segments; Aborted; what source and sink throw
 */
export async function encryptContent(
  source: ByteSource | ReadableStream<Uint8Array>,
  cipher: ContentCipher,
  sink: ByteSink,
  options: EncryptOptions = {},
): Promise<number> {
  throwIfAborted(options.signal);
  const ending = itemEnding(cipher, options);
  if (!('getReader' in source)) ending.check(source.size);
  const length = runLength(cipher);
  const pool = poolOf(cipher, options);
  const encryptRun = async (run: Uint8Array, index: number): Promise<PumpedRun> => {
    const segment = index * (length / cipher.segmentSize);
    // The run itself is given away, and may have gone to another thread by the time it is encrypted.
    const plainBytes = run.length;
    const last = run.length < length;
    if (last) ending.check(index * length + run.length);
    const bytes = await cipher.encrypt(segment, last ? ending.fill(run) : run, last && ending.final, true);
    return { bytes, plainBytes };
  };
  if (!('getReader' in source) && source.size < length) {
    return writeOnly(await encryptRun(await onlyRun(source), 0), sink, options);
  }
  const runs =
    'getReader' in source
      ? mapRuns(streamRuns(source, pool), encryptRun)
      : mapRuns(runPlaces(source.size, length), async (place, index) => {
          const memory = runMemory(place, pool);
          const run = { ...place, segment: index * (length / cipher.segmentSize), structure: 'content' };
          const inThread = workInThread(source, cipher, 'encrypt', run, memory);
          // Nothing may come between a run's turn and its read, or it would still begin after an abort.
          const bytes = inThread && (await inThread);
          if (bytes !== undefined) return { bytes, plainBytes: place.length };
          return encryptRun(await readRun(source, place, memory), index);
        });
  return pump(runs, sink, { inFlight: runsInFlight(cipher), ...options, pool });
}

/**
 * Decrypts an item of any size and returns its plaintext length in bytes. The end of the item is checked before the first
 * byte is written; what was written when a later run fails must be thrown away.
 *
 * @throws CorruptFile when the range is not inside the source, is cut, its padding is wrong, or it is shorter than the recorded
 * plaintext; LimitReached beyond 2^32 segments; Aborted; what source and sink throw
 */
export async function decryptContent(
  source: ByteSource,
  cipher: ContentCipher,
  sink: ByteSink,
  { range, plainLength, final, ...options }: DecryptOptions,
): Promise<number> {
  throwIfAborted(options.signal);
  const pool = poolOf(cipher, options);
  if (range.length < pool.length && endsByPadding(cipher, { final })) {
    const bytes = await decryptAll(cipher, source, range);
    return writeOnly({ bytes, plainBytes: bytes.length }, sink, options);
  }
  const plain = await decryptedSource(source, cipher, { ...range, plainLength, final });
  if (plain.size < pool.length) {
    return writeOnly({ bytes: await onlyRun(plain), plainBytes: plain.size }, sink, options);
  }
  const runs = mapRuns(sourceRuns(plain, pool.length, pool), (bytes) =>
    Promise.resolve({ bytes, plainBytes: bytes.length }),
  );
  return pump(runs, sink, { ...options, pool, inFlight: runsInFlight(cipher) });
}

/** Short content: a single run, which {@link pump} would have nothing to do beside. */
function onlyRun(source: ByteSource): Promise<Uint8Array> {
  return readRun(source, { offset: 0, length: source.size, isLast: true }, undefined);
}

async function writeOnly(
  { bytes, plainBytes }: PumpedRun,
  sink: ByteSink,
  { signal, progress }: RunOptions,
): Promise<number> {
  throwIfAborted(signal);
  if (bytes.length > 0) await sink.write(bytes);
  progress?.(plainBytes);
  throwIfAborted(signal);
  return plainBytes;
}

/** Memory for the runs of one item, or of many that go through the cipher one after the other. */
export function runPool(cipher: ContentCipher): RunPool {
  return new RunPool(runLength(cipher));
}

function poolOf(cipher: ContentCipher, { pool }: ContentOptions): RunPool {
  return pool?.length === runLength(cipher) ? pool : runPool(cipher);
}

/** Every thread needs a run to work on and one that is being read for it. */
function runsInFlight({ threads = 1 }: ContentCipher): number {
  return 2 * threads;
}

/** Bytes of a run: what the cipher prefers, in whole segments. */
function runLength({ preferredRun, segmentSize }: ContentCipher): number {
  return Math.max(1, Math.floor(preferredRun / segmentSize)) * segmentSize;
}

/** How the last run of an item is treated. */
interface ItemEnding {
  readonly final: boolean;
  /** @throws UsageError, LimitReached when an item of so many plaintext bytes cannot be ended so */
  check(plainLength: number): void;
  /** The last run, filled up where that was asked for. */
  fill(run: Uint8Array): Uint8Array;
}

function itemEnding(cipher: ContentCipher, { final = true, fill = false }: EncryptOptions): ItemEnding {
  const unit = wholeUnit(cipher, final);
  const filledLength = (length: number): number => (fill ? Math.ceil(length / unit) * unit : length);
  return {
    final,
    check: (plainLength) => {
      const length = filledLength(plainLength);
      if (length % unit !== 0) {
        throw new UsageError(`${cipher.mode} content that is not padded must be a multiple of ${unit} bytes.`);
      }
      cipherLength(cipher.mode, length);
    },
    fill: (run) => (fill ? fillUp(run, unit) : run),
  };
}

/** Bytes of which a last run must be a multiple. */
function wholeUnit({ mode, segmentSize }: ContentCipher, final: boolean): number {
  if (!final) return segmentSize;
  return CIPHER_MODES[mode].pads ? 1 : BLOCK_SIZE;
}
