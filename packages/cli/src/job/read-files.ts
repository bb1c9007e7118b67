import { checkInputs, openInput, type SourceInput } from './input.js';
import type { JobContext } from './job-context.js';
import type { Outcome } from './outcome.js';
import { runFiles } from './run-files.js';

/** Inputs of a job that only reads. */
export interface ReadJob {
  readonly files: readonly string[];
  readonly filename?: string;
}

/** Opens each file for `work` and closes it after. @throws UsageError for inputs that make no sense */
export function readFiles<Result extends object>(
  { files, filename }: ReadJob,
  { streams, signal }: JobContext,
  work: (input: SourceInput) => Promise<Outcome<Result>>,
): AsyncGenerator<Outcome<Result>, void, void> {
  checkInputs(files, filename);
  return runFiles(files, async (file) => {
    const input = await openInput(file, { filename, streams, signal });
    try {
      return await work(input);
    } finally {
      await input.close();
    }
  });
}
