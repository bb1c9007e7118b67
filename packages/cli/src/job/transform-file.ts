import { unlink } from 'node:fs/promises';
import { CannotWrite, fileIdentity, fileSink, streamSink } from '@rightsmith/core';
import type { FileIdentity, FileSink } from '@rightsmith/core';
import { checkInputs, type Input, type InputOptions } from './input.js';
import type { JobContext, ProgressWatch } from './job-context.js';
import type { OutputChoice } from './job.js';
import { checkUnchanged, onlyIfUnchanged } from './only-if-unchanged.js';
import type { StandardStreams } from './streams.js';
import { createTargetChooser, type Target, type TargetChooser } from './target.js';
import { notForTerminal, terminalSink } from './terminal-sink.js';

/** What turns the files of one job into other files. */
export interface FileTools extends InputOptions {
  readonly inPlace: boolean;
  readonly streams: StandardStreams;
  readonly chooseTarget: TargetChooser;
  readonly watch: ProgressWatch | undefined;
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
  { streams, signal, watch }: JobContext,
  { binaryResult }: { readonly binaryResult: boolean },
): FileTools {
  const { files, filename, inPlace = false } = job;
  checkInputs(files, filename);
  const chooseTarget = createTargetChooser(job, files);
  return { filename, inPlace, signal, chooseTarget, watch, binaryResult, streams };
}

/** What came of one file. */
export interface Transformed<Result> {
  readonly result: Result;
  /** Path of the file written; absent: the result went to standard output. */
  readonly output?: string;
}

/** What the work on one file is given. */
export interface Workbench {
  /** Opens the sink for a result of this name. Who works has it committed or aborted. */
  readonly openSink: (resultName: string) => FileSink;
  /** To be told how many bytes are done. */
  readonly progress: (bytesDone: number) => void;
}

/**
 * Makes one file of an input, and closes that. In place, the input is removed only after the result is there, and neither
 * happens where somebody changed it meanwhile.
 */
export async function transformFile<Result>(
  input: Input,
  tools: FileTools,
  work: (workbench: Workbench) => Promise<Result>,
): Promise<Transformed<Result>> {
  const progress = tools.watch?.(input.name, input.size);
  const identity = tools.inPlace ? fileIdentity(input.path) : undefined;
  const targets: Target[] = [];
  const openSink = (resultName: string): FileSink => {
    const target = tools.chooseTarget(input, resultName);
    targets.push(target);
    const sink = openTarget(target, input, tools);
    return identity === undefined ? sink : onlyIfUnchanged(sink, identity);
  };
  try {
    const result = await work({ openSink, progress: (bytesDone) => progress?.advance(bytesDone) });
    const [target] = targets;
    if (target?.kind !== 'file') return { result };
    if (identity !== undefined && !target.isInput) await removeInput(input, identity, target.path);
    return { result, output: target.path };
  } finally {
    progress?.end();
    await input.close();
  }
}

function openTarget(target: Target, input: Input, { streams, signal, binaryResult }: FileTools): FileSink {
  if (target.kind === 'file') {
    const { path, overwrite } = target;
    return fileSink(path, { overwrite, ...(!input.isStandardInput && { like: input.path }) });
  }
  const { stdout } = streams;
  const sink = streamSink(stdout, { signal });
  if (stdout.isTTY !== true || target.insisted) return sink;
  if (binaryResult) throw notForTerminal();
  return terminalSink(sink);
}

async function removeInput(input: Input, identity: FileIdentity, output: string): Promise<void> {
  await input.close();
  checkUnchanged(identity);
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
