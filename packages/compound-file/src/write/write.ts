import { copySource, throwIfAborted } from '@rightsmith/core';
import type { ByteSink, RunOptions } from '@rightsmith/core';
import { MINI_SECTOR_SIZE } from '../layout.js';
import { pathNames } from '../names.js';
import { encodeDirectory } from './directory.js';
import { encodeHeader } from './header.js';
import type { CompoundInput, PlannedInput, StreamInput } from './inputs.js';
import { isSmallSize, plannedSize, planFile } from './plan.js';
import { exactSink, SectorSink } from './sector-sink.js';
import { writeDifat, writeFat, writeMiniFat } from './tables.js';

/**
 * How many bytes {@link writeCompoundFile} writes for these entries.
 *
 * @throws UsageError as that does
 */
export function compoundFileSize(inputs: readonly PlannedInput[]): number {
  return plannedSize(planFile(inputs));
}

/**
 * Writes a compound file from front to back: header, directory, small streams, tables, large streams. It is of version 3
 * below 2 GiB, else of version 4. The same entries give the same bytes. Contents are asked for one at a time: those below
 * 4096 bytes first, then the others, each kind in the order given. Sources are left open.
 *
 * @throws UsageError for a name, class id or time that the format cannot hold, entries of the same name, a content of
 *   another size than announced; Aborted; what contents and sink throw
 */
export async function writeCompoundFile(
  inputs: readonly CompoundInput[],
  sink: ByteSink,
  options: RunOptions = {},
): Promise<void> {
  const plan = planFile(inputs);
  const directory = encodeDirectory(plan);
  const { sectorSize, rangeLock = Infinity } = plan;
  const file = new SectorSink(sink, (rangeLock + 1) * sectorSize, sectorSize);
  const streams = inputs.filter((input) => input.kind === 'stream');
  const writer = new ContentWriter(file, options);
  await file.write(encodeHeader(plan));
  await file.write(directory);
  await writeMiniFat(plan, file);
  for (const stream of streams.filter(({ content }) => isSmallSize(content.size)))
    await writer.write(stream, MINI_SECTOR_SIZE);
  await file.fillTo(sectorSize);
  await writeDifat(plan, file);
  await writeFat(plan, file);
  for (const stream of streams.filter(({ content }) => !isSmallSize(content.size)))
    await writer.write(stream, sectorSize);
}

class ContentWriter {
  readonly #file: SectorSink;
  readonly #options: RunOptions;
  #done = 0;

  constructor(file: SectorSink, options: RunOptions) {
    this.#file = file;
    this.#options = options;
  }

  async write({ path, content }: StreamInput, unit: number): Promise<void> {
    const { signal, progress } = this.#options;
    throwIfAborted(signal);
    const before = this.#done;
    const sink = exactSink(this.#file, content.size, pathNames(path));
    const options: RunOptions = { signal, progress: (bytes) => progress?.(before + bytes) };
    await ('write' in content ? content.write(sink, options) : copySource(content, sink, options));
    sink.checkEnd();
    await this.#file.fillTo(unit);
    this.#done += content.size;
    progress?.(this.#done);
  }
}
