import { asRightsmithError, failedOutcome, type Outcome } from './outcome.js';

/**
 * Does `work` for one file after the other. A file that fails does not stop the others; an abort does.
 */
export async function* runFiles<Result extends object>(
  files: readonly string[],
  work: (file: string) => Promise<Outcome<Result>>,
): AsyncGenerator<Outcome<Result>, void, void> {
  for (const file of files) {
    const outcome = await work(file).catch((error: unknown) => failedOutcome(file, asRightsmithError(error)));
    yield outcome;
    if (outcome.error?.code === 'Aborted') return;
  }
}
