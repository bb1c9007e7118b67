import type { BulkSummary, FileResult } from '../options.js';
import type { SkipReason } from '../plan/skip-reasons.js';
import { count } from './count.js';

/** Counts what files came to. */
export class Tally {
  #files = 0;
  #done = 0;
  #planned = 0;
  #failed = 0;
  #bytes = 0;
  readonly #skipped: Partial<Record<SkipReason, number>> = {};
  readonly #errors: Record<string, number> = {};

  /** Files that failed. */
  get failed(): number {
    return this.#failed;
  }

  get files(): number {
    return this.#files;
  }

  /** @param size - bytes of the input */
  add({ status, reason, error }: FileResult, size: number): void {
    this.#files += 1;
    if (status === 'done') this.#done += 1;
    if (status === 'planned') this.#planned += 1;
    if (status === 'failed') this.#failed += 1;
    if (status === 'done' || status === 'planned') this.#bytes += size;
    if (reason !== undefined) count(this.#skipped, reason);
    if (error !== undefined) count(this.#errors, error.code);
  }

  summary(files: number, elapsedMs: number): BulkSummary {
    return {
      files,
      done: this.#done,
      planned: this.#planned,
      failed: this.#failed,
      skipped: { ...this.#skipped },
      errors: { ...this.#errors },
      left: files - this.#files,
      bytes: this.#bytes,
      elapsedMs: Math.round(elapsedMs),
    };
  }
}
