import type { RightsEngine, UnprotectOptions, UnprotectResult, UseLicense } from '@rightsmith/core';
import { openInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { UnprotectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { runFiles } from '../../job/run-files.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { writtenFile, type WrittenFile } from '../../job/written-file.js';
import { visible } from '../../render/visible.js';
import { withUseLicense } from './with-use-license.js';

/** What became of a file; `--json` prints it. */
export type UnprotectedFile = WrittenFile<UnprotectResult>;

/** Removes the protection of each file. */
export async function* runUnprotect(
  job: UnprotectJob,
  context: JobContext,
): AsyncGenerator<Outcome<UnprotectedFile>, void, void> {
  const tools = createFileTools(job, context, { binaryResult: false });
  yield* withUseLicense(job, context.wiring, (engine, useLicense) =>
    runFiles(job.files, (file) => unprotectFile(engine, file, tools, unprotectOptions(job, useLicense))),
  );
}

/** What a job asks for. */
export function unprotectOptions(
  { restoreLabel, lenient, offline, threads }: UnprotectJob,
  useLicense: UseLicense | undefined,
): UnprotectOptions {
  return {
    ...(useLicense !== undefined && { useLicense }),
    ...(offline !== undefined && { offline }),
    ...(threads !== undefined && { threads }),
    settings: {
      ...(restoreLabel !== undefined && { ooxml: { restoreLabel } }),
      ...(lenient !== undefined && { pdf: { lenient } }),
    },
  };
}

async function unprotectFile(
  engine: RightsEngine,
  file: string,
  tools: FileTools,
  options: UnprotectOptions,
): Promise<Outcome<UnprotectedFile>> {
  const { signal, inPlace } = tools;
  const input = await openInput(file, tools);
  const transformed = await transformFile(input, tools, ({ openSink, progress }) =>
    engine.unprotect(input.source, openSink, { ...options, name: input.name, inPlace, signal, progress }),
  );
  const { output, result } = transformed;
  return {
    result: writtenFile(file, transformed),
    text: output === undefined ? '' : `Unprotected ${visible(file)} as ${visible(output)}`,
    warnings: result.warnings,
  };
}
