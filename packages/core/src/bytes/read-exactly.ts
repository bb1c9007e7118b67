import { CorruptFile } from '../errors.js';
import { isByteCount } from './range-source.js';
import type { ByteSource } from './source.js';

/**
 * The bytes of a structure that must be there as a whole. `offset` and `length` may come straight from the file.
 *
 * @param memory - as for {@link ByteSource.read}
 * @throws CorruptFile naming `structure` and `offset` when the range is not inside the source, or the file shrank
 */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
  structure: string,
  memory?: Uint8Array,
): Promise<Uint8Array> {
  const inside = isByteCount(offset) && isByteCount(length) && offset + length <= source.size;
  const bytes = inside ? await source.read(offset, length, memory) : undefined;
  if (bytes?.length === length) return bytes;
  throw cutShort(structure, offset, length);
}

/** The error about a file that ends before a structure does. */
export function cutShort(structure: string, offset: number, length: number): CorruptFile {
  return new CorruptFile(`The file ends inside the ${structure}: ${length} bytes are needed at offset ${offset}.`, {
    where: { structure, offset },
  });
}
