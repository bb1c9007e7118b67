import type { RunOptions } from './pump.js';
import { pump } from './pump.js';
import { RunPool } from './run-pool.js';
import { mapRuns, sourceRuns } from './runs.js';
import type { ByteSink } from './sink.js';
import type { ByteSource } from './source.js';

/** Bytes read at once. */
const RUN_BYTES = 1024 * 1024;

/**
 * Writes all of a source to a sink, reading ahead while it writes, and returns how many bytes that were. Leaves both open.
 *
 * @throws CorruptFile when the source is shorter than its size; Aborted; what source and sink throw
 */
export async function copySource(source: ByteSource, sink: ByteSink, options: RunOptions = {}): Promise<number> {
  const pool = new RunPool(RUN_BYTES);
  const runs = mapRuns(sourceRuns(source, RUN_BYTES, pool), (bytes) =>
    Promise.resolve({ bytes, plainBytes: bytes.length }),
  );
  return pump(runs, sink, { ...options, inFlight: 2, pool });
}
