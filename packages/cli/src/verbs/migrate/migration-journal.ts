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
  readonly #steps: JournalStep[] = [];
  /** Replacements that were not taken back. */
  readonly #byFile = new Map<string, readonly ReplaceStep[]>();

  private constructor(path: string, handle: FileHandle, steps: readonly JournalStep[]) {
    this.path = path;
    this.#handle = handle;
    for (const step of steps) this.#take(step);
  }

  /** Begins a journal, or goes on with one of the same mapping. @throws UsageError, CannotRead, CannotWrite, CorruptFile */
  static async start(path: string, mapping: string): Promise<MigrationJournal> {
    const head: JournalHead = { journal: 'rightsmith migrate', version: 1, mapping };
    const line = `${JSON.stringify(head)}\n`;
    if (existsSync(path) && !(await isUnbegun(path, line))) return MigrationJournal.continue(path, mapping);
    try {
      // Of a journal that a kill ended in its first line nothing is known, and nothing was done.
      await writeFile(path, '', { flag: existsSync(path) ? 'w' : 'wx', mode: 0o600 });
      const handle = await open(path, 'a');
      await handle.write(line);
      await handle.sync();
      await flushFolder(dirname(path));
      return new MigrationJournal(path, handle, []);
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  }

  /** Goes on with a journal; with `mapping` only if it was begun with that. @throws as {@link MigrationJournal.start} */
  static async continue(path: string, mapping?: string): Promise<MigrationJournal> {
    const { head, steps, isCut } = await parseJournal(await readJournal(path), path);
    if (mapping !== undefined && head.mapping !== mapping) {
      throw new UsageError('The journal was begun with another mapping.', {
        where: { file: path },
        hint: 'Name another journal, or give the mapping it was begun with.',
      });
    }
    if (mapping !== undefined && steps.some(({ step }) => step === 'confirmed')) {
      throw new UsageError('The migration of this journal was confirmed.', {
        where: { file: path },
        hint: 'Name another journal.',
      });
    }
    try {
      const handle = await open(path, 'a');
      if (isCut) await handle.write('\n');
      return new MigrationJournal(path, handle, steps);
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
    const back = new Set(this.#steps.flatMap((step) => (step.step === 'back' ? [step.original] : [])));
    return this.#steps.filter((step) => step.step === 'replace').filter(({ original }) => !back.has(original));
  }

  get isConfirmed(): boolean {
    return this.#steps.some(({ step }) => step === 'confirmed');
  }

  /** The last replacement of a file; undefined where there is none, or it was taken back. */
  lastOf(file: string): ReplaceStep | undefined {
    return this.#byFile.get(file)?.at(-1);
  }

  /** Once resolved, the step is on the disk. @throws CannotWrite */
  async append(step: JournalStep): Promise<void> {
    try {
      await this.#handle.write(`${JSON.stringify(step)}\n`);
      await this.#handle.datasync();
    } catch (cause) {
      throw cannotWrite(this.path, cause);
    }
    this.#take(step);
  }

  #take(step: JournalStep): void {
    this.#steps.push(step);
    if (step.step !== 'replace' && step.step !== 'back') return;
    const known = this.#byFile.get(step.file) ?? [];
    const others = known.filter(({ original }) => original !== step.original);
    this.#byFile.set(step.file, step.step === 'replace' ? [...others, step] : others);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function isUnbegun(path: string, firstLine: string): Promise<boolean> {
  const text = await readJournal(path);
  return text.length < firstLine.length && firstLine.startsWith(text);
}

async function readJournal(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CannotRead('The journal cannot be read.', { where: { file: path }, cause });
  }
}

function cannotWrite(path: string, cause: unknown): CannotWrite {
  return new CannotWrite('The journal cannot be written.', { where: { file: path }, cause });
}
