import type { CompoundEntry, CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, LimitReached, readExactly } from '@rightsmith/core';
import type { Limits } from '@rightsmith/core';

/** How much of a stream is wanted, and how it is called in messages. */
export interface StreamWanted {
  readonly structure: string;
  /** Which limit its size must keep. Default `metadataBytes`. */
  readonly limit?: 'metadataBytes' | 'licenseBytes';
  /** Bytes that do, where the stream has more. Default all. */
  readonly head?: number;
}

/**
 * The bytes of a small stream.
 *
 * @throws CorruptFile where it is missing or broken; LimitReached
 */
export async function streamBytes(
  file: CompoundFile,
  path: readonly string[],
  limits: Limits,
  { structure, limit = 'metadataBytes', head = Infinity }: StreamWanted,
): Promise<Uint8Array> {
  const { size } = existingStream(file, path, structure);
  const length = Math.min(size, head);
  const maximum = limits[limit];
  if (length > maximum) {
    throw new LimitReached(`The ${structure} has ${size} bytes; the limit is ${maximum}.`, {
      limit,
      maximum,
      where: { structure },
    });
  }
  const stream = await file.openStream(path);
  return readExactly(stream, 0, length, structure);
}

/** The entry of a stream that must be there. @throws CorruptFile */
export function existingStream(file: CompoundFile, path: readonly string[], structure: string): CompoundEntry {
  const entry = file.find(path);
  if (entry?.kind === 'stream') return entry;
  throw new CorruptFile(`The ${structure} is missing.`, { where: { structure } });
}
