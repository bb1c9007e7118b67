import { closeSync, fchmodSync, fsync, fsyncSync, futimesSync, openSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { unlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readFully, readFullyAtOnce } from './descriptor-io.js';
import {
  lacksHardLinks,
  moveFile,
  moveFileAtOnce,
  planPlacement,
  syncFolder,
  syncFolderAtOnce,
  type FilePlacement,
  type FileSinkOptions,
  type FileTarget,
} from './file-placement.js';
import { writeFailure } from './file-system-errors.js';
import { bytesSource } from './bytes-source.js';
import { PieceWriter } from './piece-writer.js';
import { Quickness, quickOrBeside } from './quick-or-beside.js';
import { rangeSource } from './range-source.js';
import type { FileSink, ReadableSink } from './sink.js';
import type { ByteSource } from './source.js';
import { StepSequence } from './step-sequence.js';
import { temporaryPath } from './temporary-file.js';

/** A file that is whole and on the disk, under a temporary name. Plain data: another thread or a later run can put it in its place. */
export interface StagedFile extends FileTarget {
  /** Path it has until then, in the folder of its target. */
  readonly temporary: string;
  /** Bytes. */
  readonly size: number;
}

/** A file sink whose `commit` flushes the file, but leaves it under its temporary name. */
export interface StagedFileSink extends FileSink, ReadableSink {
  /** What `commit` finished; undefined before. */
  readonly staged: StagedFile | undefined;
}

/** How a staged file is written. */
export interface StagedFileOptions extends FileSinkOptions {
  /** Whether each piece is read back behind the writer, and compared with what was written. Default false. */
  readonly readBack?: boolean;
}

/**
 * As `fileSink`, in two steps: whoever has many files to write checks each and puts it in its place when that is on record. It
 * writes at once, without a way to another thread and back, as long as that is quick, and does not look for what killed
 * processes left: call `sweepTemporaryFiles` once a folder.
 *
 * @throws as `fileSink`
 */
export function stagedFileSink(path: string, { readBack = false, ...options }: StagedFileOptions = {}): StagedFileSink {
  return new Staging(planPlacement(path, options), readBack);
}

/** Puts a staged file in its place, in one step. Its folder is not flushed yet. @throws OutputExists, CannotWrite; it is still there then */
export async function placeStagedFile(staged: StagedFile): Promise<void> {
  try {
    await move(staged.temporary, staged).catch((error: unknown) => {
      if (!lacksHardLinks(error)) throw error;
      return moveFile(staged.temporary, staged);
    });
  } catch (error) {
    throw writeFailure(staged.path, error);
  }
}

const move = quickOrBeside(moveFileAtOnce, moveFile);

/** Removes a staged file that is not wanted; never throws. */
export async function discardStagedFile({ temporary }: Pick<StagedFile, 'temporary'>): Promise<void> {
  await unlink(temporary).catch(() => undefined);
}

/** Makes sure that a power failure undoes none of the names in a folder. @throws CannotWrite */
export async function flushFolder(folder: string): Promise<void> {
  try {
    await sync(folder);
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

const sync = quickOrBeside(syncFolderAtOnce, syncFolder);

/** Bytes up to which a file is kept in memory until all of it is there, and read and written at once. */
const SHORT = 256 * 1024;

const flush = quickOrBeside(fsyncSync, promisify(fsync));

const NEW_FILE_MODE = 0o666;
const PRIVATE_MODE = 0o600;

/** A temporary file that is being filled. */
interface OpenFile {
  readonly descriptor: number;
  readonly temporary: string;
  readonly writer: PieceWriter;
}

class Staging implements StagedFileSink {
  staged: StagedFile | undefined;
  readonly #placement: FilePlacement;
  readonly #steps = new StepSequence(() => this.#discard());
  readonly #held: Uint8Array[] = [];
  readonly #quickness = new Quickness();
  readonly #readBack: boolean;
  #size = 0;
  #open: OpenFile | undefined;

  constructor(placement: FilePlacement, readBack: boolean) {
    this.#placement = placement;
    this.#readBack = readBack;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#step(async () => {
      this.#size += bytes.length;
      if (this.#size <= SHORT) this.#held.push(bytes.slice());
      else await (await this.#opened()).writer.write(bytes);
    });
  }

  written(): Promise<ByteSource> {
    return this.#step(async () => {
      const { descriptor } = await this.#opened();
      const size = this.#size;
      const quickness = this.#quickness;
      return size <= SHORT
        ? bytesSource(readFullyAtOnce(descriptor, 0, size))
        : rangeSource({
            size,
            readRange: (...range) => readFully(descriptor, ...range),
            lendRange: (position, length, reader) => {
              const range = { descriptor, position, length };
              return reader(quickness.next() ? { ...range, atOnce: quickness } : range);
            },
          });
    });
  }

  commit(): Promise<void> {
    return this.#steps.lastStep(() =>
      this.#guarded(async () => {
        const { descriptor, temporary } = await this.#opened();
        const { path, target, overwrite, mode, times } = this.#placement;
        if (mode !== undefined) fchmodSync(descriptor, mode & 0o777);
        if (times !== undefined) futimesSync(descriptor, times.atimeMs / 1000, times.mtimeMs / 1000);
        await flush(descriptor);
        closeSync(descriptor);
        this.#open = undefined;
        this.staged = { path, target, overwrite, temporary, size: this.#size };
      }),
    );
  }

  abort(): Promise<void> {
    return this.#steps.abort();
  }

  #step<T>(action: () => Promise<T>): Promise<T> {
    return this.#steps.step(() => this.#guarded(action));
  }

  async #guarded<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw writeFailure(this.#placement.path, error);
    }
  }

  /** The temporary file, with what was held back in it. */
  async #opened(): Promise<OpenFile> {
    if (this.#open === undefined) {
      const temporary = temporaryPath(dirname(this.#placement.target));
      // Nobody may read the beginning of a file who may not read the whole.
      const mode = this.#placement.mode === undefined ? NEW_FILE_MODE : PRIVATE_MODE;
      const descriptor = openSync(temporary, 'wx+', mode);
      const writer = new PieceWriter(descriptor, { quickness: this.#quickness, readBack: this.#readBack });
      this.#open = { descriptor, temporary, writer };
    }
    const held = this.#held.splice(0);
    const [first] = held;
    if (first !== undefined) await this.#open.writer.write(held.length === 1 ? first : Buffer.concat(held));
    return this.#open;
  }

  #discard(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#held.length = 0;
    if (open === undefined) return Promise.resolve();
    closeSync(open.descriptor);
    try {
      unlinkSync(open.temporary);
    } catch {
      // A later sweep of the folder removes it.
    }
    return Promise.resolve();
  }
}
