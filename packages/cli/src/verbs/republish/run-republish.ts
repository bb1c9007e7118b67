import { basename } from 'node:path';
import { UsageError } from '@rightsmith/core';
import type { CallOptions, NewPolicy, RepublishRequest, RepublishResult, RightsEngine } from '@rightsmith/core';
import { openInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { RepublishJob } from '../../job/job.js';
import type { Outcome } from '../../job/outcome.js';
import { readFiles } from '../../job/read-files.js';
import { runFiles } from '../../job/run-files.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { writtenFile, type WrittenFile } from '../../job/written-file.js';
import { visible } from '../../render/visible.js';
import { jobLabels } from '../protect/job-labels.js';
import { jobPolicyChange } from '../protect/job-policy.js';
import { previewJson, previewText, type PreviewedFile } from './preview.js';

/** What became of a file; `--json` prints it. */
export type RepublishedFile = WrittenFile<RepublishResult>;

/** Gives each file another policy, or tells what would be different. */
export async function* runRepublish(
  job: RepublishJob,
  context: JobContext,
): AsyncGenerator<Outcome<RepublishedFile | PreviewedFile>, void, void> {
  const { superUser = false, dryRun = false } = job;
  const request = republishRequest(job, context.clock.now());
  // What names its result keeps its name: only beside its input does it need another.
  const keepsName = job.inPlace === true || job.output !== undefined;
  if (dryRun) {
    const engine = await context.wiring.engine({ superUser });
    return yield* previewFiles(engine, job, request, keepsName, context);
  }
  const tools = createFileTools(job, context, { binaryResult: true });
  const engine = await context.wiring.engine({ superUser });
  yield* runFiles(job.files, (file) => republishFile(engine, file, request, keepsName, tools));
}

/** What was protected once may be again, though a signature in it holds no more since then. */
export const PROTECTED_BEFORE: NonNullable<CallOptions['settings']> = { pdf: { allowSigned: true } };

/** What a job asks for. @throws UsageError where that is nothing */
export function republishRequest(
  job: RepublishJob,
  now: number,
): Pick<RepublishRequest, 'rekey' | 'labels'> & { readonly policy: NewPolicy; readonly owner?: string } {
  const { owner, rekey = false } = job;
  const policy = jobPolicyChange(job, now);
  const labels = jobLabels(job.label, now);
  if (Object.keys(policy).length === 0 && owner === undefined && labels === undefined && !rekey) {
    throw new UsageError('Nothing is to be different.', {
      hint: 'Name a policy, as for protect, an owner or a label.',
    });
  }
  return {
    policy,
    rekey,
    ...(owner !== undefined && { owner }),
    ...(labels !== undefined && { labels }),
  };
}

async function republishFile(
  engine: RightsEngine,
  file: string,
  request: RepublishRequest,
  inPlace: boolean,
  tools: FileTools,
): Promise<Outcome<RepublishedFile>> {
  const { signal } = tools;
  const input = await openInput(file, tools);
  const { name, source } = input;
  const transformed = await transformFile(input, tools, ({ openSink, progress }) =>
    engine.republish(source, openSink, request, { name, inPlace, signal, progress, settings: PROTECTED_BEFORE }),
  );
  const {
    output,
    result: { warnings },
  } = transformed;
  return {
    result: writtenFile(file, transformed),
    text: output === undefined ? '' : republishedText(file, output),
    warnings,
  };
}

function republishedText(file: string, output: string): string {
  const place = basename(output) === basename(file) ? '' : ` as ${visible(output)}`;
  return `Republished ${visible(file)}${place}`;
}

function previewFiles(
  engine: RightsEngine,
  job: RepublishJob,
  request: RepublishRequest,
  inPlace: boolean,
  context: JobContext,
): AsyncGenerator<Outcome<PreviewedFile>, void, void> {
  return readFiles(job, context, async ({ file, name, source }) => {
    const { signal } = context;
    const preview = await engine.previewRepublishing(source, request, { name, inPlace, signal });
    return { result: previewJson(file, preview), text: previewText(file, preview), warnings: preview.warnings };
  });
}
