import type { CallOptions, ProtectRequest, RightsEngine, Warning } from '@rightsmith/core';
import { checkPolicy, UsageError } from '@rightsmith/core';
import { openContentInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { ProtectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { runFiles } from '../../job/run-files.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { visible } from '../../render/visible.js';
import { jobPolicy } from './job-policy.js';

/** What became of a file; `--json` prints it. */
export interface ProtectedFile {
  /** As the caller named it. */
  readonly file: string;
  /** Path of the protected file; absent: it went to standard output. */
  readonly output?: string;
  readonly ok: true;
  /** Id of the format. */
  readonly format: string;
  readonly contentId: string;
  readonly owner: string;
  readonly warnings: readonly Warning[];
}

/** Protects each file. */
export async function* runProtect(
  job: ProtectJob,
  context: JobContext,
): AsyncGenerator<Outcome<ProtectedFile>, void, void> {
  const request = protectRequest(job, context.clock.now());
  const tools = createFileTools(job, context, { binaryResult: true });
  const engine = await context.wiring.engine();
  const settings = protectSettings(job);
  yield* runFiles(job.files, (file) => protectFile(engine, file, request, settings, tools));
}

type FileRequest = Omit<ProtectRequest, 'name' | 'inPlace'>;

function protectRequest(job: ProtectJob, now: number): FileRequest {
  const { owner, onBehalfOf, deprecatedAlgorithms, pfile = false, native = false } = job;
  if (pfile && native) throw new UsageError('--pfile and --native exclude each other.');
  const policy = jobPolicy(job, now);
  // Here already, because what is wrong with it is wrong with the whole job.
  if (!('template' in policy)) checkPolicy(policy, new Date(now));
  return {
    policy,
    ...(owner !== undefined && { owner }),
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(deprecatedAlgorithms !== undefined && { deprecatedAlgorithms }),
    ...(pfile && { format: 'pfile', nameStyle: 'suffix' }),
    ...(native && { nameStyle: 'prefix' }),
  };
}

/** Of formats, by id. */
type FormatSettings = NonNullable<CallOptions['settings']>;

function protectSettings({ allowSigned, helpUrl }: ProtectJob): FormatSettings {
  return { pdf: { ...(allowSigned !== undefined && { allowSigned }), ...(helpUrl !== undefined && { helpUrl }) } };
}

async function protectFile(
  engine: RightsEngine,
  file: string,
  request: FileRequest,
  settings: FormatSettings,
  tools: FileTools,
): Promise<Outcome<ProtectedFile>> {
  const { signal, inPlace } = tools;
  const input = openContentInput(file, tools);
  const { result, output } = await transformFile(input, tools, ({ openSink, progress }) =>
    engine.protect(input.content, openSink, { ...request, name: input.name, inPlace }, { signal, progress, settings }),
  );
  const { format, contentId, owner, warnings } = result;
  return {
    result: { file, ...(output !== undefined && { output }), ok: true, format, contentId, owner, warnings },
    text: output === undefined ? '' : `Protected ${visible(file)} as ${visible(output)}`,
    warnings,
  };
}
