import { copySource, throwIfAborted } from '@rightsmith/core';
import type {
  ByteSource,
  FileSink,
  OpenedContent,
  OpenOptions,
  RightsEngine,
  RunOptions,
  UseLicense,
} from '@rightsmith/core';
import { openInput } from '../../job/input.js';
import type { JobContext } from '../../job/job-context.js';
import type { CatJob } from '../../job/job.js';
import { asRightsmithError, failedOutcome, type Outcome } from '../../job/outcome.js';
import { runFiles } from '../../job/run-files.js';
import type { TargetChooser } from '../../job/target.js';
import { createFileTools, transformFile, type FileTools } from '../../job/transform-file.js';
import { withUseLicense } from '../unprotect/with-use-license.js';

/** Prints the content of a protected file. */
export async function* runCat(job: CatJob, context: JobContext): AsyncGenerator<Outcome, void, void> {
  const tools = createFileTools(job, context, { binaryResult: false });
  const chooseTarget = job.output === undefined ? toStandardOutput : tools.chooseTarget;
  yield* withUseLicense(job, context.wiring, (engine, useLicense) =>
    runFiles(job.files, (file) => catFile(engine, file, openOptions(job, useLicense), { ...tools, chooseTarget })),
  );
}

function openOptions({ lenient, offline, threads }: CatJob, useLicense: UseLicense | undefined): OpenOptions {
  return {
    ...(useLicense !== undefined && { useLicense }),
    ...(offline !== undefined && { offline }),
    ...(threads !== undefined && { threads }),
    ...(lenient !== undefined && { settings: { pdf: { lenient } } }),
  };
}

const toStandardOutput: TargetChooser = () => ({ kind: 'standard-output', insisted: false });

async function catFile(engine: RightsEngine, file: string, choices: OpenOptions, tools: FileTools): Promise<Outcome> {
  const { signal } = tools;
  let written = 0;
  try {
    const input = await openInput(file, tools);
    const { result, output } = await transformFile(input, tools, async ({ openSink, progress }) => {
      const opened = await engine.open(input.source, { ...choices, name: input.name, signal });
      const count = (bytesDone: number): void => {
        written = bytesDone;
        progress(bytesDone);
      };
      try {
        await copy(opened.content, openSink(opened.name), { signal, progress: count });
        return opened;
      } finally {
        await opened.close();
      }
    });
    return catOutcome(file, output, result);
  } catch (error) {
    const hint = written === 0 ? undefined : 'The output is not complete: what was printed must not be used.';
    return failedOutcome(file, asRightsmithError(error), hint);
  }
}

/** Opening has checked the end of the content, so nothing is written of a file that was cut. */
async function copy(content: ByteSource, sink: FileSink, options: RunOptions): Promise<void> {
  try {
    await copySource(content, sink, options);
    throwIfAborted(options.signal);
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

function catOutcome(
  file: string,
  output: string | undefined,
  { format, useLicense, warnings }: OpenedContent,
): Outcome {
  const { contentId } = useLicense;
  return {
    result: { file, ...(output !== undefined && { output }), ok: true, format, contentId, warnings },
    text: '',
    warnings,
  };
}
