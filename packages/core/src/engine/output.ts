import type { ByteSink, FileSink } from '../bytes/sink.js';
import { throwIfAborted } from '../errors.js';
import type { Run } from './run.js';

/**
 * Where a result goes: a sink, or a function that opens one under the name the result should have. The engine commits
 * a file sink when all went well, and aborts it otherwise.
 */
export type Output = ByteSink | ((outputName: string) => ByteSink | Promise<ByteSink>);

/** Gives `work` the way to the sink; commits or aborts in the end. */
export async function withOutput<T>(
  run: Run,
  output: Output,
  work: (openSink: (outputName: string) => Promise<ByteSink>) => Promise<T>,
): Promise<T> {
  let sink = typeof output === 'function' ? undefined : output;
  try {
    const result = await work(async (outputName) => (sink ??= await openSink(output, outputName)));
    throwIfAborted(run.signal);
    if (isFileSink(sink)) await sink.commit();
    return result;
  } catch (error) {
    if (isFileSink(sink)) await abort(sink, run);
    throw error;
  }
}

async function openSink(output: Output, outputName: string): Promise<ByteSink> {
  return typeof output === 'function' ? output(outputName) : output;
}

function isFileSink(sink: ByteSink | undefined): sink is FileSink {
  return sink !== undefined && 'commit' in sink && 'abort' in sink;
}

/** A failure to abort is logged: it must not hide why. */
async function abort(sink: FileSink, run: Run): Promise<void> {
  try {
    await sink.abort();
  } catch {
    run.parts.logger.warn('An output could not be taken back.');
  }
}
