import { tmpdir } from 'node:os';
import { systemRandom } from '../defaults.js';
import { UsageError } from '../errors.js';
import type { RandomSource } from '../types.js';
import { GrowingBytes } from './growing-bytes.js';
import { DEFAULT_LIMITS } from './limits.js';
import { isByteCount, rangeSource } from './range-source.js';
import type { Spool } from './sink.js';
import { sliceSource } from './slice-source.js';
import type { ByteSource } from './source.js';
import { SpoolFile } from './spool-file.js';
import { StepSequence } from './step-sequence.js';

/** How much a spool keeps in memory, and where the rest goes. */
export interface SpoolOptions {
  /** Bytes kept in memory before all moves to a file; `DEFAULT_LIMITS.spoolMemoryBytes` unless said otherwise. */
  readonly memoryBytes?: number;
  /** Gives the key of the file. */
  readonly random?: RandomSource;
  /** The folder of the file; the system's for temporary files unless said otherwise. */
  readonly folder?: string;
}

/** Scratch space in memory that moves to an encrypted file when it grows. @throws UsageError */
export function createSpool(options: SpoolOptions = {}): Spool {
  const { memoryBytes = DEFAULT_LIMITS.spoolMemoryBytes, random = systemRandom, folder = tmpdir() } = options;
  if (!isByteCount(memoryBytes)) throw new UsageError(`${memoryBytes} is not a number of bytes.`);
  return new GrowingSpool(memoryBytes, () => SpoolFile.create(folder, random));
}

class GrowingSpool implements Spool {
  readonly #memoryBytes: number;
  readonly #createFile: () => Promise<SpoolFile>;
  readonly #steps = new StepSequence(() => this.#free());
  #memory = new GrowingBytes();
  #file: SpoolFile | undefined;
  #size = 0;
  #content: ByteSource | undefined;
  #sealed: Promise<ByteSource> | undefined;

  constructor(memoryBytes: number, createFile: () => Promise<SpoolFile>) {
    this.#memoryBytes = memoryBytes;
    this.#createFile = createFile;
  }

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#steps.step(async () => {
      if (this.#file === undefined && this.#size + bytes.length > this.#memoryBytes) await this.#moveToFile();
      if (this.#file === undefined) this.#memory.append(bytes);
      else await this.#file.append(bytes);
      this.#size += bytes.length;
    });
  }

  async source(): Promise<ByteSource> {
    this.#sealed ??= this.#steps.lastStep(() => Promise.resolve(this.#openContent()));
    return sliceSource(await this.#sealed, 0, this.#size);
  }

  close(): Promise<void> {
    return this.#steps.abort();
  }

  async #moveToFile(): Promise<void> {
    this.#file = await this.#createFile();
    await this.#file.append(this.#memory.view());
    this.#memory = new GrowingBytes();
  }

  #openContent(): ByteSource {
    this.#content = rangeSource({
      size: this.#size,
      readRange: (offset, length) => this.#read(offset, length),
    });
    return this.#content;
  }

  #read(offset: number, length: number): Promise<Uint8Array> {
    return this.#file?.read(offset, length) ?? Promise.resolve(this.#memory.view().slice(offset, offset + length));
  }

  async #free(): Promise<void> {
    // Waits for reads in flight, which need file and key.
    await this.#content?.close();
    await this.#file?.close();
    this.#memory = new GrowingBytes();
  }
}
