import { basename, dirname, join, resolve } from 'node:path';
import {
  discardStagedFile,
  errorData,
  InternalError,
  OutputExists,
  RightsmithError,
  sweepTemporaryFiles,
  type FileIdentity,
} from '@rightsmith/core';
import { faultPoint } from '../faults.js';
import { recoverFile } from '../journal/recover.js';
import type { BulkOptions, FileResult } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import type { FileOrder, PreparedFile } from '../pool/messages.js';
import { FolderFlushes } from '../swap/folder-flushes.js';
import { swapFiles } from '../swap/swap.js';
import type { OpenRun } from './open-run.js';

/** A file whose result is to take its place. */
export interface ReadyFile {
  readonly entry: PlanEntry;
  readonly answer: PreparedFile;
}

/** The steps of single files around what threads do: recovery before, journal and swap after. */
export class FileSteps {
  readonly #run: OpenRun;
  readonly #options: BulkOptions;
  readonly #flushes = new FolderFlushes();
  readonly #swept = new Map<string, Promise<number>>();
  /** Targets of this run, and of those that it continues, where they may replace what is there: no two files get the same. */
  readonly #taken: Set<string>;

  constructor(run: OpenRun, options: BulkOptions) {
    this.#run = run;
    this.#options = options;
    const results = [...run.finished.values()].filter(({ status }) => status === 'done');
    this.#taken = new Set(results.map(({ output = '' }) => resolve(run.folder, output)));
  }

  /** What earlier runs left of a file: finished if its result has taken its place, else nothing. */
  async recover({ n, file }: PlanEntry): Promise<FileResult | undefined> {
    const intent = this.#run.begun.get(n);
    if (intent === undefined) return undefined;
    try {
      if ((await recoverFile(intent, this.#inPlace, this.#flushes)) === 'open') return undefined;
      this.#run.journal.append({ type: 'done', n });
      return intent.result;
    } catch (error) {
      return this.settled({ n, file }, failure(error));
    }
  }

  /** What a thread is told about a file. Before it begins, the folder of the result is free of what killed processes left. */
  async order({ file, into, as }: PlanEntry, threads: number): Promise<FileOrder> {
    const path = resolve(this.#run.folder, file);
    const target = into === undefined ? undefined : resolve(this.#run.folder, into);
    await this.#sweep(target ?? dirname(path));
    return { path, threads, ...(target !== undefined && { into: target }), ...(as !== undefined && { as }) };
  }

  /** Puts results in their places: on record before, with one flush for all, and after. */
  async place(ready: readonly ReadyFile[]): Promise<ReadonlyMap<PlanEntry, FileResult>> {
    const { journal } = this.#run;
    const results = new Map<PlanEntry, FileResult>();
    const swaps: (() => Promise<void>)[] = [];
    for (const { entry, answer } of ready) {
      const refusal = this.#refusal(answer);
      if (refusal !== undefined) {
        await discardStagedFile(answer.staged);
        results.set(entry, this.settled(entry, failure(refusal)));
        continue;
      }
      const { staged, source } = answer;
      const result = this.#result(entry, answer);
      journal.append({ type: 'intent', n: entry.n, staged, source: lasting(source), result });
      swaps.push(async () => {
        results.set(entry, await this.#swap(entry, answer, result));
      });
    }
    try {
      await journal.flush();
    } catch (error) {
      await Promise.all(ready.map(({ answer }) => discardStagedFile(answer.staged)));
      throw error;
    }
    await Promise.all(swaps.map((swap) => swap()));
    return results;
  }

  async #swap(entry: PlanEntry, { staged, source }: PreparedFile, result: FileResult): Promise<FileResult> {
    try {
      await swapFiles({ staged, source, inPlace: this.#inPlace }, this.#flushes);
    } catch (error) {
      return this.settled(entry, failure(error));
    }
    faultPoint('journal');
    this.#run.journal.append({ type: 'done', n: entry.n });
    return result;
  }

  #result({ file, into = dirname(file) }: PlanEntry, { staged, facts }: PreparedFile): FileResult {
    const output = join(into, basename(staged.path));
    return { file, action: this.#options.task.verb, ok: true, status: 'done', output, ...facts };
  }

  /** The result of a file that nothing was written for. */
  settled(
    { n, file }: Pick<PlanEntry, 'n' | 'file'>,
    facts: Partial<FileResult> & Pick<FileResult, 'status'>,
  ): FileResult {
    const result: FileResult = { file, action: this.#options.task.verb, ok: facts.status !== 'failed', ...facts };
    if (facts.status !== 'planned') this.#run.journal.append({ type: 'result', n, result });
    return result;
  }

  get #inPlace(): boolean {
    return this.#options.output?.inPlace === true;
  }

  /** Where another file of this run has the same target, which this one would replace. */
  #refusal({ staged: { path, target, overwrite }, source }: PreparedFile): OutputExists | undefined {
    if (!overwrite) return undefined;
    if (this.#taken.has(target) && path !== source.path) {
      return new OutputExists(`The result of another input is ${path} already.`, {
        where: { file: path },
        hint: 'Give these inputs one at a time, each with a name of its own.',
      });
    }
    this.#taken.add(target);
    return undefined;
  }

  #sweep(folder: string): Promise<number> {
    const sweeping = this.#swept.get(folder) ?? sweepTemporaryFiles(folder);
    this.#swept.set(folder, sweeping);
    return sweeping;
  }
}

/** What of an identity is still true when the disk is mounted again. */
function lasting({ path, size, mtimeNs, inode }: FileIdentity): FileIdentity {
  return { path, size, mtimeNs, inode };
}

/** What a result says about an error. */
export function failure(error: unknown): Pick<FileResult, 'status' | 'error'> {
  const ours = RightsmithError.is(error) ? error : new InternalError('A step failed unexpectedly.', { cause: error });
  return { status: 'failed', error: errorData(ours) };
}
