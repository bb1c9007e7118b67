import type { Limits } from '../bytes/limits.js';
import type { Spool } from '../bytes/sink.js';
import { createSpool } from '../bytes/spool.js';
import { LimitReached } from '../errors.js';
import type { Inspection } from './inspect.js';
import type { EngineParts } from './run.js';

/** What one look into a container, and into those inside it, may cost in all: each file in it may be made to cost the most. */
export class ContainerWalk {
  /** Those of the engine; what goes to their scratch space is counted. */
  readonly parts: EngineParts;
  readonly #limits: Limits;
  readonly #mostUnpacked: number;
  #files = 0;
  #unpacked = 0;
  #told = 0;

  /** @param sizeBytes - of the outermost container */
  constructor(parts: EngineParts, sizeBytes: number) {
    this.#limits = parts.limits;
    this.#mostUnpacked = Math.max(parts.limits.inflatedBytes, sizeBytes * parts.limits.expansionRatio);
    this.parts = {
      ...parts,
      createSpool: (options) =>
        countedSpool((parts.createSpool ?? createSpool)(options), (bytes) => {
          this.#unpack(bytes);
        }),
    };
  }

  /** Before a file inside is looked at. @throws LimitReached: nothing more of this container is to be looked at */
  enter(name: string, depth: number): void {
    const { containerDepth, containedFiles } = this.#limits;
    this.#unpack(0);
    if (depth > containerDepth) {
      throw tooMuch(`Containers lie in each other more than ${containerDepth} deep.`, 'containerDepth', containerDepth);
    }
    if (this.#files >= containedFiles) {
      throw tooMuch(`More than ${containedFiles} files lie inside.`, 'containedFiles', containedFiles);
    }
    this.#files += 1;
    this.#tell(name.length);
  }

  /** Counts what is kept of a file. @throws LimitReached naming `reportBytes` */
  keep(facts: Inspection): void {
    this.#tell(JSON.stringify(facts).length);
  }

  #tell(length: number): void {
    const { reportBytes } = this.#limits;
    this.#told += length;
    if (this.#told > reportBytes) {
      throw tooMuch(`What is told about files inside has more than ${reportBytes} bytes.`, 'reportBytes', reportBytes);
    }
  }

  #unpack(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked <= this.#mostUnpacked) return;
    const { expansionRatio } = this.#limits;
    const text = `More than ${this.#mostUnpacked} bytes would have to be unpacked, out of proportion to the file.`;
    throw tooMuch(text, 'expansionRatio', expansionRatio);
  }
}

function countedSpool(spool: Spool, count: (bytes: number) => void): Spool {
  return {
    get size() {
      return spool.size;
    },
    write: async (bytes) => {
      count(bytes.length);
      await spool.write(bytes);
    },
    source: () => spool.source(),
    close: () => spool.close(),
  };
}

function tooMuch(message: string, limit: keyof Limits, maximum: number): LimitReached {
  return new LimitReached(message, { limit, maximum, where: { structure: 'container' } });
}
