import { basename } from 'node:path';
import type { CallOptions, ProtectRequest, ProtectResult, RightsEngine } from '@rightsmith/core';
import { checkPolicy, UnsupportedFormat, UsageError, withinAny } from '@rightsmith/core';
import { openContentInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { ProtectJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { runFiles } from '../../job/run-files.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { writtenFile, type WrittenFile } from '../../job/written-file.js';
import { visible } from '../../render/visible.js';
import { jobLabels } from './job-labels.js';
import { jobPolicy } from './job-policy.js';

/** What became of a file; `--json` prints it. */
export type ProtectedFile = WrittenFile<ProtectResult>;

/** Protects each file. */
export async function* runProtect(
  job: ProtectJob,
  context: JobContext,
): AsyncGenerator<Outcome<ProtectedFile>, void, void> {
  const request = protectRequest(job, context.clock.now());
  const tools = createFileTools(job, context, { binaryResult: true });
  const engine = await context.wiring.engine();
  const options = protectOptions(job);
  const requestFor = await ruledRequests(request, context);
  const isOwn = withinAny(tools.inPlace ? await context.wiring.ownPlaces() : []);
  yield* runFiles(job.files, async (file) => {
    if (isOwn(file)) throw ownFile(file);
    return protectFile(engine, file, requestFor(file), options, tools);
  });
}

function ownFile(file: string): UsageError {
  return new UsageError('The authority keeps this file, and could open nothing without it.', {
    where: { file },
    hint: 'Lock its keys by rightsmith authority set-passphrase instead.',
  });
}

/** How every file of a job is protected. */
export type FileRequest = Omit<ProtectRequest, 'name' | 'inPlace' | 'check'>;

/** What a job asks for. @throws UsageError for options that contradict each other or cannot be read */
export function protectRequest(job: ProtectJob, now: number): FileRequest {
  const { owner, onBehalfOf, deprecatedAlgorithms, pfile = false, native = false } = job;
  if (pfile && native) throw new UsageError('--pfile and --native exclude each other.');
  const policy = jobPolicy(job, now);
  const labels = jobLabels(job.label, now);
  // Here already, because what is wrong with it is wrong with the whole job.
  if (!('template' in policy)) checkPolicy(policy, new Date(now));
  return {
    policy,
    ...(owner !== undefined && { owner }),
    ...(labels !== undefined && { labels }),
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(deprecatedAlgorithms !== undefined && { deprecatedAlgorithms }),
    ...(pfile && GENERIC),
    ...(native && { nameStyle: 'prefix' }),
  };
}

/** The request for a file by what the configuration says about its extension; an option that forces a protection is stronger. */
async function ruledRequests(request: FileRequest, { wiring }: JobContext): Promise<(file: string) => FileRequest> {
  const rules = await wiring.protectionRules();
  const isForced = request.format !== undefined || request.nameStyle !== undefined;
  if (isForced || Object.keys(rules).length === 0) return () => request;
  const { ruledProtection } = await import('@rightsmith/bulk');
  return (file) => {
    const as = ruledProtection(basename(file), rules);
    if (as === 'off') {
      throw new UnsupportedFormat('The configuration says Off for files of this extension.', {
        hint: 'Say --pfile or --native to protect it all the same.',
      });
    }
    if (as === 'pfile') return { ...request, ...GENERIC };
    return as === 'native' ? { ...request, nameStyle: 'prefix' } : request;
  };
}

/** The generic wrapper, whatever the file is. */
const GENERIC = { format: 'pfile', nameStyle: 'suffix' } as const;

/** What a job says to single formats, and how many threads work on each file. */
export function protectOptions({ allowSigned, helpUrl, threads }: ProtectJob): CallOptions {
  const pdf = { ...(allowSigned !== undefined && { allowSigned }), ...(helpUrl !== undefined && { helpUrl }) };
  return { settings: { pdf }, ...(threads !== undefined && { threads }) };
}

async function protectFile(
  engine: RightsEngine,
  file: string,
  request: FileRequest,
  options: CallOptions,
  tools: FileTools,
): Promise<Outcome<ProtectedFile>> {
  const { signal, inPlace } = tools;
  const input = openContentInput(file, tools);
  const transformed = await transformFile(input, tools, ({ openSink, progress }) =>
    engine.protect(
      input.content,
      openSink,
      { ...request, name: input.name, inPlace },
      { ...options, signal, progress },
    ),
  );
  const { output, result } = transformed;
  return {
    result: writtenFile(file, transformed),
    text: output === undefined ? '' : `Protected ${visible(file)} as ${visible(output)}`,
    warnings: result.warnings,
  };
}
