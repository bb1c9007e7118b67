import type { SkipReason } from '../plan/skip-reasons.js';
import { count } from '../report/count.js';
import type { Finding, ReadResult, ReadSummary } from './read-options.js';

/** Counts what files were found to be. */
export class ReadTally {
  #files = 0;
  #failed = 0;
  readonly #found: Partial<Record<Finding, number>> = {};
  readonly #skipped: Partial<Record<SkipReason, number>> = {};
  readonly #errors: Record<string, number> = {};

  get files(): number {
    return this.#files;
  }

  get failed(): number {
    return this.#failed;
  }

  add(result: ReadResult): void {
    this.#files += 1;
    if (result.status === 'inspected') count(this.#found, result.facts.status);
    if (result.status === 'verified') count(this.#found, 'verified');
    if (result.status === 'skipped') count(this.#skipped, result.reason);
    if (result.status !== 'failed') return;
    this.#failed += 1;
    count(this.#errors, result.error.code);
  }

  summary(complete: boolean, elapsedMs: number): ReadSummary {
    return {
      files: this.#files,
      found: { ...this.#found },
      failed: this.#failed,
      skipped: { ...this.#skipped },
      errors: { ...this.#errors },
      complete,
      elapsedMs: Math.round(elapsedMs),
    };
  }
}
