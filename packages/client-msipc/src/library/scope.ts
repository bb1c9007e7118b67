import type { Library } from './library.js';

/** Where a function stores a handle or the address of a block. */
export type Out = [bigint | null];

/** What was got from the library while something was done; all of it goes back at the end, however that comes about. */
export class Scope {
  readonly library: Library;
  readonly #undo = new Map<unknown, () => void>();

  constructor(library: Library) {
    this.library = library;
  }

  /** A handle that `call` delivers, closed at the end. */
  handle(call: (out: Out) => void): bigint {
    const handle = delivered(call);
    this.#undo.set(handle, () => {
      // A handle that cannot be closed is lost, and nothing can be done about it.
      this.library.result('IpcCloseHandle', handle);
    });
    return handle;
  }

  /** A block that `call` delivers, freed at the end. */
  block(call: (out: Out) => void): bigint {
    const block = delivered(call);
    this.#undo.set(block, () => {
      this.library.free(block);
    });
    return block;
  }

  /** The handle is somebody else's to close from now on. */
  keep(handle: bigint): void {
    this.#undo.delete(handle);
  }

  /** Something to do at the end. */
  later(undo: () => void): void {
    this.#undo.set(undo, undo);
  }

  /** Gives back everything, the last first. */
  end(): void {
    for (const undo of [...this.#undo.values()].reverse()) undo();
    this.#undo.clear();
  }
}

/** Runs `work` and gives back what it got, except what it kept. */
export function inScope<T>(library: Library, work: (scope: Scope) => T): T {
  const scope = new Scope(library);
  try {
    return work(scope);
  } finally {
    scope.end();
  }
}

function delivered(call: (out: Out) => void): bigint {
  const out: Out = [null];
  call(out);
  const [value] = out;
  if (value === null) throw new Error('The library said that it succeeded, and delivered nothing.');
  return value;
}
