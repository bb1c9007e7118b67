import { UsageError } from '../errors.js';
import { checkRange, rangeSource } from './range-source.js';
import type { ByteSource } from './source.js';

/**
 * A part of another source as a source of its own. Closing it leaves `source` open.
 *
 * @throws UsageError when the part does not lie inside `source`: check numbers from a file first
 */
export function sliceSource(source: ByteSource, offset: number, length: number): ByteSource {
  checkRange(offset, length);
  if (offset + length > source.size) {
    throw new UsageError(`Bytes ${offset} to ${offset + length} are not inside a source of ${source.size} bytes.`);
  }
  return rangeSource({
    size: length,
    readRange: (from, count) => source.read(offset + from, count),
  });
}
