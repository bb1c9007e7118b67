import type { RightsEngine, UnprotectOptions, UseLicense, Warning } from '@rightsmith/core';
import { openInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { UnprotectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { runFiles } from '../../job/run-files.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { visible } from '../../render/visible.js';
import { withUseLicense } from './with-use-license.js';

/** What became of a file; `--json` prints it. */
export interface UnprotectedFile {
  /** As the caller named it. */
  readonly file: string;
  /** Path of the original; absent: it went to standard output. */
  readonly output?: string;
  readonly ok: true;
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  readonly owner?: string;
  /** As stored, with the dot; untrusted text. */
  readonly originalExtension?: string;
  readonly warnings: readonly Warning[];
}

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
  const { result, output } = await transformFile(input, tools, ({ openSink, progress }) =>
    engine.unprotect(input.source, openSink, { ...options, name: input.name, inPlace, signal, progress }),
  );
  const { format, contentId, owner, originalExtension, warnings } = result;
  return {
    result: {
      file,
      ...(output !== undefined && { output }),
      ok: true,
      format,
      contentId,
      ...(owner !== undefined && { owner }),
      ...(originalExtension !== undefined && { originalExtension }),
      warnings,
    },
    text: output === undefined ? '' : `Unprotected ${visible(file)} as ${visible(output)}`,
    warnings,
  };
}
