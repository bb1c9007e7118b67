import { fileSource, parseUseLicenseJson, UsageError } from '@rightsmith/core';
import type { RightsEngine, UseLicense } from '@rightsmith/core';
import type { UnprotectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readText } from '../../job/read-text.js';
import type { Wiring } from '../../wiring.js';

/**
 * Lets `work` open files by the end-user licence in the file the job names, as a REST service answers it (rest.md §6.2);
 * without one, by asking the authority. With one the authority is not even made.
 *
 * @throws UsageError for both a licence and a super user; CannotRead, LimitReached, CorruptFile; AccessDenied and Expired where the answer in the file is a refusal
 */
export async function* withUseLicense<Result extends object>(
  { useLicense: path, superUser = false }: Pick<UnprotectJob, 'useLicense' | 'superUser'>,
  wiring: Wiring,
  work: (engine: RightsEngine, useLicense?: UseLicense) => AsyncGenerator<Outcome<Result>, void, void>,
): AsyncGenerator<Outcome<Result>, void, void> {
  if (path === undefined) return yield* work(await wiring.engine({ superUser }));
  if (superUser) throw new UsageError('--use-license and --super-user exclude each other.');
  const useLicense = parseUseLicenseJson(await readFileText(path));
  try {
    yield* work(await wiring.useLicenseEngine(), useLicense);
  } finally {
    await useLicense.cipher.close();
  }
}

async function readFileText(path: string): Promise<string> {
  const source = fileSource(path);
  try {
    return await readText(source, 'use licence');
  } finally {
    await source.close();
  }
}
