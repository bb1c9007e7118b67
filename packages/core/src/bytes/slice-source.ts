import { checkInside, rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

/**
 * A part of another source as a source of its own. Closing it leaves `source` open.
 *
 * @throws UsageError when the part does not lie inside `source`: check numbers from a file first
 */
export function sliceSource(source: ByteSource, offset: number, length: number): ByteSource {
  checkInside(source, offset, length);
  const { lend } = source;
  return rangeSource({
    size: length,
    readRange: (from, count, memory) => source.read(offset + from, count, memory),
    ...(lend !== undefined && { lendRange: (from, count, reader) => lend(offset + from, count, reader) }),
  });
}
