import { dirname } from 'node:path';
import { writeFully } from './descriptor-io.js';
import type { FilePlacement, FileSinkOptions } from './file-placement.js';
import { finishFile, placeFile, planPlacement } from './file-placement.js';
import { writeFailure } from './file-system-errors.js';
import type { FileSink } from './sink.js';
import { StepSequence } from './step-sequence.js';
import type { TemporaryFile } from './temporary-file.js';
import { createTemporaryFile, discardTemporaryFile } from './temporary-file.js';

/**
 * A file that appears whole or not at all: written beside its target under a temporary name, flushed, then renamed. A
 * symbolic link stays, and the file it leads to is replaced. Without `like` and `mode` the result has the mode of the file
 * it replaces, or what the process gives new files. The first write removes what killed processes left in the folder.
 *
 * @throws OutputExists at once, and again at `commit`, when the target exists and `overwrite` is false; CannotWrite when
 *   the target is not a regular file; CannotRead when `like` cannot be looked at
 */
export function fileSink(path: string, options: FileSinkOptions = {}): FileSink {
  return new AtomicFileSink(planPlacement(path, options));
}

/** The system takes its umask and default access lists from it. */
const NEW_FILE_MODE = 0o666;
const PRIVATE_MODE = 0o600;

class AtomicFileSink implements FileSink {
  readonly #placement: FilePlacement;
  readonly #steps = new StepSequence(() => this.#discard());
  #temporary: TemporaryFile | undefined;

  constructor(placement: FilePlacement) {
    this.#placement = placement;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#steps.step(() =>
      this.#withTemporary(async ({ handle }) => {
        await writeFully(handle.fd, bytes);
      }),
    );
  }

  commit(): Promise<void> {
    return this.#steps.lastStep(() =>
      this.#withTemporary(async ({ path, handle }) => {
        await finishFile(handle, this.#placement);
        await handle.close();
        await placeFile(path, this.#placement);
        this.#temporary = undefined;
      }),
    );
  }

  abort(): Promise<void> {
    return this.#steps.abort();
  }

  async #withTemporary(action: (temporary: TemporaryFile) => Promise<void>): Promise<void> {
    const { path, target, mode } = this.#placement;
    // Nobody may read the beginning of a file who may not read the whole.
    const temporaryMode = mode === undefined ? NEW_FILE_MODE : PRIVATE_MODE;
    try {
      this.#temporary ??= await createTemporaryFile(dirname(target), temporaryMode);
      await action(this.#temporary);
    } catch (error) {
      throw writeFailure(path, error);
    }
  }

  async #discard(): Promise<void> {
    if (this.#temporary !== undefined) await discardTemporaryFile(this.#temporary);
    this.#temporary = undefined;
  }
}
