import type { BulkOptions, BulkSummary, FileResult } from '../options.js';
import { BulkRun } from './bulk-run.js';
import { openRun } from './open-run.js';

/**
 * Works on many files: one result a file, as soon as it is there, and a summary in the end. Every result is checked before it
 * takes its place; with a journal a run that was killed at any moment is continued by calling this again.
 *
 * @throws what stands against the run as a whole: UsageError, what plan and journal throw, an engine that cannot be opened,
 *   SignInNeeded, TemplateNotFound, TemplateArchived; Aborted. What was begun is finished or taken back before
 */
export function runBulk(options: BulkOptions): AsyncGenerator<FileResult, BulkSummary, void> {
  return run(options, false);
}

/** Tells what {@link runBulk} would do with each file, as far as that can be known without a key. Nothing is written. @throws as it */
export function previewBulk(options: BulkOptions): AsyncGenerator<FileResult, BulkSummary, void> {
  return run(options, true);
}

async function* run(options: BulkOptions, dryRun: boolean): AsyncGenerator<FileResult, BulkSummary, void> {
  const opened = await openRun(options, dryRun);
  try {
    const bulkRun = new BulkRun(opened, options, dryRun);
    try {
      yield* bulkRun.results();
      return bulkRun.summary();
    } finally {
      await bulkRun.close();
      await opened.journal.close();
    }
  } finally {
    opened.release();
  }
}
