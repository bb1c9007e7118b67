import type { CompoundEntry, CompoundFile } from '@rightsmith/compound-file';
import type { Limits } from '@rightsmith/core';
import { readPrimary, type RightsPrimary } from './primary.js';
import { primaryPath, type Protection } from './protection.js';
import { existingStream, streamBytes } from './stream-bytes.js';
import type { Use } from './version.js';

/** The licence of a container and the stream it is in. */
export interface ContainerLicense extends RightsPrimary {
  readonly entry: CompoundEntry;
}

/** Reads the stream with the licence. @throws CorruptFile, UnsupportedFormat (`version`), LimitReached (`licenseBytes`) */
export async function readContainerLicense(
  file: CompoundFile,
  protection: Protection,
  limits: Limits,
  use: Use = 'read',
): Promise<ContainerLicense> {
  const path = primaryPath(protection);
  const structure = 'transform';
  const bytes = await streamBytes(file, path, limits, { structure, limit: 'licenseBytes' });
  return { entry: existingStream(file, path, structure), ...readPrimary(bytes, use) };
}
