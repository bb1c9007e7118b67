import { unlink } from 'node:fs/promises';
import { CannotWrite, fileSink, streamSink } from '@rightsmith/core';
import type { ByteSource, FileSink } from '@rightsmith/core';
import { checkInputs, openInput, type Input, type InputOptions } from './input.js';
import type { JobContext } from './job-context.js';
import type { OutputChoice } from './job.js';
import type { StandardStreams } from './streams.js';
import { createTargetChooser, type Target, type TargetChooser } from './target.js';
import { notForTerminal, terminalSink } from './terminal-sink.js';

/** What turns the files of one job into other files. */
export interface FileTools extends InputOptions {
  readonly inPlace: boolean;
  readonly streams: StandardStreams;
  readonly chooseTarget: TargetChooser;
  /** What comes out is never text. */
  readonly binaryResult: boolean;
}

/**
 * The tools for a job.
 *
 * @throws UsageError for inputs and an output that do not go together
 */
export function createFileTools(
  job: OutputChoice & { readonly files: readonly string[] },
  { streams, signal }: JobContext,
  { binaryResult }: { readonly binaryResult: boolean },
): FileTools {
  const { files, filename, inPlace = false } = job;
  checkInputs(files, filename);
  const chooseTarget = createTargetChooser(job, files);
  return { filename, inPlace, signal, chooseTarget, binaryResult, streams };
}

/** What came of one file. */
export interface Transformed<Result> {
  readonly result: Result;
  /** Path of the file written; absent: the result went to standard output. */
  readonly output?: string;
}

/**
 * Makes one file of another. `work` reads the source and writes to the sink that it is given for the name of its result,
 * and has it committed or aborted. In place, the input is removed only after the result is there.
 */
export async function transformFile<Result>(
  file: string,
  tools: FileTools,
  work: (source: ByteSource, name: string, openSink: (resultName: string) => FileSink) => Promise<Result>,
): Promise<Transformed<Result>> {
  const input = await openInput(file, tools);
  const targets: Target[] = [];
  try {
    const result = await work(input.source, input.name, (resultName) => {
      const target = tools.chooseTarget(input, resultName);
      targets.push(target);
      return openTarget(target, input, tools);
    });
    const [target] = targets;
    if (target?.kind !== 'file') return { result };
    if (tools.inPlace && !target.isInput) await removeInput(input, target.path);
    return { result, output: target.path };
  } finally {
    await input.close();
  }
}

function openTarget(target: Target, input: Input, { streams, binaryResult }: FileTools): FileSink {
  if (target.kind === 'file') {
    const { path, overwrite } = target;
    return fileSink(path, { overwrite, ...(!input.isStandardInput && { like: input.path }) });
  }
  const { stdout } = streams;
  if (stdout.isTTY !== true || target.insisted) return streamSink(stdout);
  if (binaryResult) throw notForTerminal();
  return terminalSink(streamSink(stdout));
}

async function removeInput(input: Input, output: string): Promise<void> {
  await input.close();
  try {
    await unlink(input.path);
  } catch (cause) {
    throw new CannotWrite('The input could not be removed.', {
      where: { file: input.path },
      hint: `The result, ${output}, is complete. Remove the input yourself.`,
      cause,
    });
  }
}
