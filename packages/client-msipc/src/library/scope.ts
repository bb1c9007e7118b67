import type { Library } from './library.js';

/** Where a function stores a handle or the address of a block. */
export type Out = [bigint | null];

/** Something to do at the end. */
interface Undo {
  /** The handle or block it is about. */
  readonly of?: bigint;
  readonly act: () => void;
}

/** What was got from the library while something was done; all of it goes back at the end, however that comes about. */
export class Scope {
  readonly library: Library;
  /** Once for each time something was delivered: a library may deliver the same address again. */
  #undo: Undo[] = [];

  constructor(library: Library) {
    this.library = library;
  }

  /** A handle that `call` delivers, closed at the end. */
  handle(call: (out: Out) => void): bigint {
    return this.#ours(delivered(call), (handle) => {
      // A handle that cannot be closed is lost, and nothing can be done about it.
      this.library.result('IpcCloseHandle', handle);
    });
  }

  /** A block that `call` delivers, freed at the end. */
  block(call: (out: Out) => void): bigint {
    return this.#ours(delivered(call), (block) => {
      this.library.free(block);
    });
  }

  /** The handle is somebody else's to close from now on. */
  keep(handle: bigint): void {
    const at = this.#undo.findLastIndex((undo) => undo.of === handle);
    if (at !== -1) this.#undo.splice(at, 1);
  }

  /** Something to do at the end. */
  later(act: () => void): void {
    this.#undo.push({ act });
  }

  /** Gives back everything, the last first. */
  end(): void {
    for (const { act } of this.#undo.reverse()) act();
    this.#undo = [];
  }

  #ours(value: bigint, giveBack: (value: bigint) => void): bigint {
    this.#undo.push({
      of: value,
      act: () => {
        giveBack(value);
      },
    });
    return value;
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
