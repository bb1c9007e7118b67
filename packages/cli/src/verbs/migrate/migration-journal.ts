import { existsSync } from 'node:fs';
import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CannotRead, CannotWrite, flushFolder, UsageError } from '@rightsmith/core';
import { parseJournal, type JournalHead, type JournalStep, type ReplaceStep } from './journal-lines.js';

/** Where the originals of a journal are kept. */
export function originalsFolder(journal: string): string {
  return `${journal}.originals`;
}

/** What a migration did, step by step, so that it can go on after a kill, and be undone. NDJSON; each step is flushed. */
export class MigrationJournal {
  readonly path: string;
  readonly #handle: FileHandle;
  /** Bytes of its lines. */
  #size: number;
  /** Replacements that were not taken back, by the names of their originals, in their order. */
  readonly #replaced = new Map<string, ReplaceStep>();
  /** The same by file. */
  readonly #byFile = new Map<string, readonly ReplaceStep[]>();
  #isConfirmed = false;

  readonly #release: () => void;

  private constructor({ path, handle, size, release }: OpenJournal, steps: readonly JournalStep[]) {
    this.path = path;
    this.#handle = handle;
    this.#size = size;
    this.#release = release;
    for (const step of steps) this.#take(step);
  }

  /**
   * Begins a journal, or goes on with one of the same mapping. Until it is closed no other process works with it.
   *
   * @throws UsageError, CannotRead, CannotWrite, CorruptFile
   */
  static async start(path: string, mapping: string): Promise<MigrationJournal> {
    return locked(path, async (release) => {
      const head: JournalHead = { journal: 'rightsmith migrate', version: 1, mapping };
      const line = `${JSON.stringify(head)}\n`;
      if (existsSync(path) && !(await isUnbegun(path, line))) return MigrationJournal.#goOn(path, release, mapping);
      const handle = await beginJournal(path, line);
      return new MigrationJournal({ path, handle, size: Buffer.byteLength(line), release }, []);
    });
  }

  /** Goes on with a journal, whatever mapping it was begun with. @throws as {@link MigrationJournal.start} */
  static async continue(path: string): Promise<MigrationJournal> {
    return locked(path, (release) => MigrationJournal.#goOn(path, release, undefined));
  }

  static async #goOn(path: string, release: () => void, mapping: string | undefined): Promise<MigrationJournal> {
    const { head, steps, size } = await parseJournal(await readJournal(path), path);
    if (mapping !== undefined) checkMapping(path, mapping, head, steps);
    try {
      const handle = await open(path, 'a');
      await handle.truncate(size);
      return new MigrationJournal({ path, handle, size, release }, steps);
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  }

  /** Where originals are kept. */
  get originals(): string {
    return originalsFolder(this.path);
  }

  /** Replacements that were not taken back, in their order. */
  get replaced(): readonly ReplaceStep[] {
    return [...this.#replaced.values()];
  }

  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** The last replacement of a file; undefined where there is none, or it was taken back. */
  lastOf(file: string): ReplaceStep | undefined {
    return this.#byFile.get(file)?.at(-1);
  }

  /** Once resolved, the step is on the disk; where that fails, nothing of it is left. @throws CannotWrite */
  async append(step: JournalStep): Promise<void> {
    const line = `${JSON.stringify(step)}\n`;
    try {
      await this.#handle.appendFile(line);
      await this.#handle.datasync();
    } catch (cause) {
      // What comes next must not stand behind half a line.
      await this.#handle.truncate(this.#size).catch(() => undefined);
      throw cannotWrite(this.path, cause);
    }
    this.#size += Buffer.byteLength(line);
    this.#take(step);
  }

  #take(step: JournalStep): void {
    if (step.step === 'confirmed') this.#isConfirmed = true;
    if (step.step !== 'replace' && step.step !== 'back') return;
    // Once an original is back, the next may have its name.
    if (step.step === 'replace') this.#replaced.set(step.original, step);
    else this.#replaced.delete(step.original);
    const known = this.#byFile.get(step.file) ?? [];
    const others = known.filter(({ original }) => original !== step.original);
    this.#byFile.set(step.file, step.step === 'replace' ? [...others, step] : others);
  }

  async close(): Promise<void> {
    try {
      await this.#handle.close();
    } finally {
      this.#release();
    }
  }
}

/** What a journal is made of. */
interface OpenJournal {
  readonly path: string;
  readonly handle: FileHandle;
  /** Bytes of its whole lines. */
  readonly size: number;
  /** Lets others use it. */
  readonly release: () => void;
}

/** Opens a journal that nobody else works with. @throws UsageError while somebody does; CannotWrite; what `work` throws */
async function locked<T>(path: string, work: (release: () => void) => Promise<T>): Promise<T> {
  const { lockJournal } = await import('@rightsmith/bulk');
  const release = lockJournal(path);
  try {
    return await work(release);
  } catch (error) {
    release();
    throw error;
  }
}

async function beginJournal(path: string, line: string): Promise<FileHandle> {
  try {
    // Of a journal that a kill ended in its first line nothing is known, and nothing was done.
    await writeFile(path, '', { flag: existsSync(path) ? 'w' : 'wx', mode: 0o600 });
    const handle = await open(path, 'a');
    await handle.appendFile(line);
    await handle.sync();
    await flushFolder(dirname(path));
    return handle;
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function checkMapping(path: string, mapping: string, head: JournalHead, steps: readonly JournalStep[]): void {
  if (head.mapping !== mapping) {
    throw new UsageError('The journal was begun with another mapping.', {
      where: { file: path },
      hint: 'Name another journal, or give the mapping it was begun with.',
    });
  }
  if (!steps.some(({ step }) => step === 'confirmed')) return;
  throw new UsageError('The migration of this journal was confirmed.', {
    where: { file: path },
    hint: 'Name another journal.',
  });
}

async function isUnbegun(path: string, firstLine: string): Promise<boolean> {
  const bytes = await readJournal(path);
  return bytes.length < firstLine.length && firstLine.startsWith(bytes.toString('utf8'));
}

async function readJournal(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CannotRead('The journal cannot be read.', { where: { file: path }, cause });
  }
}

function cannotWrite(path: string, cause: unknown): CannotWrite {
  return new CannotWrite('The journal cannot be written.', { where: { file: path }, cause });
}
