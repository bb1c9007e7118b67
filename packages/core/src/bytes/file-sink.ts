import { dirname } from 'node:path';
import { RightsmithError, UsageError } from '../errors.js';
import { writeFully } from './descriptor-io.js';
import type { FilePlacement } from './file-placement.js';
import { finishFile, placeFile, planPlacement } from './file-placement.js';
import { writeFailure } from './file-system-errors.js';
import type { FileSink } from './sink.js';
import type { TemporaryFile } from './temporary-file.js';
import { createTemporaryFile, discardTemporaryFile } from './temporary-file.js';

/** How {@link fileSink} puts the file in its place. */
export interface FileSinkOptions {
  /** Whether a file that is there already is replaced; true unless said otherwise. */
  readonly overwrite?: boolean;
  /** Path of the file whose mode and times the result keeps; read at once. */
  readonly like?: string;
}

/**
 * A file that appears whole or not at all: written beside its target under a temporary name, flushed, then renamed. A
 * symbolic link stays, and the file it leads to is replaced. Without `like` the mode is that of the file replaced, or what
 * the process gives new files. The first write removes what killed processes left in the folder.
 *
 * @throws OutputExists at once, and again at `commit`, when the target exists and `overwrite` is false; CannotWrite when
 *   the target is not a regular file; CannotRead when `like` cannot be looked at
 */
export function fileSink(path: string, options: FileSinkOptions = {}): FileSink {
  return new AtomicFileSink(planPlacement(path, options.overwrite ?? true, options.like));
}

/** The system takes its umask and default access lists from it. */
const NEW_FILE_MODE = 0o666;
const PRIVATE_MODE = 0o600;

class AtomicFileSink implements FileSink {
  readonly #placement: FilePlacement;
  #temporary: TemporaryFile | undefined;
  #ended = false;
  /** The last step taken; abort may come in the middle of a write. */
  #lastStep: Promise<void> = Promise.resolve();

  constructor(placement: FilePlacement) {
    this.#placement = placement;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#step(async () => {
      const { handle } = await this.#open();
      await writeFully(handle.fd, bytes);
    });
  }

  commit(): Promise<void> {
    return this.#step(async () => {
      this.#ended = true;
      const { path, handle } = await this.#open();
      await finishFile(handle, this.#placement);
      await handle.close();
      await placeFile(path, this.#placement);
      this.#temporary = undefined;
    });
  }

  async abort(): Promise<void> {
    this.#ended = true;
    await this.#lastStep;
    await this.#discard();
  }

  /** One at a time and none after the end; a step that fails is the end. */
  #step(action: () => Promise<void>): Promise<void> {
    const step = this.#lastStep.then(async () => {
      if (this.#ended) throw new UsageError('The sink has ended: it was committed or aborted, or a write failed.');
      await action().catch(async (error: unknown) => {
        this.#ended = true;
        await this.#discard();
        throw RightsmithError.is(error) ? error : writeFailure(this.#placement.path, error);
      });
    });
    this.#lastStep = step.catch(() => undefined);
    return step;
  }

  async #open(): Promise<TemporaryFile> {
    const { target, mode } = this.#placement;
    // Nobody may read the beginning of a file who may not read the whole.
    this.#temporary ??= await createTemporaryFile(dirname(target), mode === undefined ? NEW_FILE_MODE : PRIVATE_MODE);
    return this.#temporary;
  }

  async #discard(): Promise<void> {
    if (this.#temporary !== undefined) await discardTemporaryFile(this.#temporary);
    this.#temporary = undefined;
  }
}
