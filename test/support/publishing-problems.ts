import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';

/** Ways to resolve that ES modules have not to serve. */
const OTHER_RESOLUTIONS: readonly unknown[] = ['node10', 'node16-cjs'];

/** What is wrong with a package that is to be published: errors and warnings of publint, and what attw says of its types. */
export async function publishingProblems(tarball: string): Promise<readonly string[]> {
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages } = await publint({ pack: { tarball: bytes.slice().buffer }, strict: true });
  const analysis = await checkPackage(createPackageFromTarballData(bytes));
  const problems = analysis.types === false ? [{ kind: 'NoTypes' }] : analysis.problems;
  return [
    ...messages.filter(({ type }) => type === 'error').map((message) => JSON.stringify(message)),
    ...problems
      .filter((problem) => !('resolutionKind' in problem && OTHER_RESOLUTIONS.includes(problem.resolutionKind)))
      .map((problem) => JSON.stringify(problem)),
  ];
}
