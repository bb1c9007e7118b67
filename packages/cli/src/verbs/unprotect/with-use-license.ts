import { DEFAULT_LIMITS, fileSource, LimitReached, parseUseLicenseJson, readExactly } from '@rightsmith/core';
import type { RightsEngine, UseLicense } from '@rightsmith/core';
import type { Outcome } from '../../job/outcome.js';
import type { Wiring } from '../../wiring.js';

/**
 * Lets `work` open files by the end-user licence in the file `path`, as a REST service answers it (rest.md §6.2); without
 * one, by asking the authority. With one the authority is not even made.
 *
 * @throws CannotRead, LimitReached, CorruptFile; AccessDenied and Expired where the answer in the file is a refusal
 */
export async function* withUseLicense<Result extends object>(
  path: string | undefined,
  wiring: Wiring,
  work: (engine: RightsEngine, useLicense?: UseLicense) => AsyncGenerator<Outcome<Result>, void, void>,
): AsyncGenerator<Outcome<Result>, void, void> {
  if (path === undefined) return yield* work(await wiring.engine());
  const useLicense = parseUseLicenseJson(await readText(path));
  try {
    yield* work(await wiring.useLicenseEngine(), useLicense);
  } finally {
    await useLicense.cipher.close();
  }
}

async function readText(path: string): Promise<string> {
  const source = fileSource(path);
  try {
    const maximum = DEFAULT_LIMITS.licenseBytes;
    if (source.size > maximum) {
      throw new LimitReached('The use licence is too large.', {
        where: { file: path },
        limit: 'licenseBytes',
        maximum,
      });
    }
    return new TextDecoder().decode(await readExactly(source, 0, source.size, 'use licence'));
  } finally {
    await source.close();
  }
}
