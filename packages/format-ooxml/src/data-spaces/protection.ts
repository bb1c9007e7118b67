import type { CompoundFile } from '@rightsmith/compound-file';
import type { Limits } from '@rightsmith/core';
import { readDataSpaceMap, type DataSpaceMapEntry } from './data-space-map.js';
import { readDefinition } from './definition.js';
import { DATA_SPACE_INFO, DATA_SPACE_MAP, DATA_SPACES, PRIMARY, TRANSFORM_INFO, VERSION } from './names.js';
import { readTransformStart } from './primary.js';
import { existingStream, streamBytes } from './stream-bytes.js';
import type { TransformClass } from './transform.js';
import { checkVersion, type Use } from './version.js';

/** Bytes in which the header of any transform has room. */
const TRANSFORM_HEAD_BYTES = 4096;

/** How one stream is protected: found by following map, definition and transform, whatever their names. */
export interface Protection {
  /** Path of the protected stream. */
  readonly content: readonly string[];
  readonly dataSpace: string;
  /** The transform that is undone first. */
  readonly transform: TransformClass;
  /** Path of the storage with that transform's streams. */
  readonly storage: readonly string[];
}

/** Path of a transform's own stream. */
export function primaryPath({ storage }: Pick<Protection, 'storage'>): readonly string[] {
  return [...storage, PRIMARY];
}

/**
 * Every protected stream the map names.
 *
 * @throws CorruptFile where the map leads to something that is missing or broken; UnsupportedFormat (`version`); LimitReached
 */
export async function readProtections(file: CompoundFile, limits: Limits): Promise<readonly Protection[]> {
  await checkContainerVersion(file, limits, 'read');
  const map = await streamBytes(file, [DATA_SPACES, DATA_SPACE_MAP], limits, { structure: 'DataSpaceMap' });
  const protections: Protection[] = [];
  for (const entry of readDataSpaceMap(map)) {
    const protection = await readProtection(file, entry, limits);
    if (protection !== undefined) protections.push(protection);
  }
  return protections;
}

/** Checks the version of the data spaces, where one is told. @throws CorruptFile; UnsupportedFormat (`version`); LimitReached */
export async function checkContainerVersion(file: CompoundFile, limits: Limits, use: Use): Promise<void> {
  if (file.find([DATA_SPACES, VERSION]) === undefined) return;
  const structure = 'data spaces version';
  checkVersion(await streamBytes(file, [DATA_SPACES, VERSION], limits, { structure }), use);
}

/** Undefined for a data space that changes nothing. */
async function readProtection(
  file: CompoundFile,
  { path, dataSpace }: DataSpaceMapEntry,
  limits: Limits,
): Promise<Protection | undefined> {
  existingStream(file, path, 'protected stream');
  const definition = [DATA_SPACES, DATA_SPACE_INFO, dataSpace];
  const structure = 'data space definition';
  const [first] = readDefinition(await streamBytes(file, definition, limits, { structure }));
  if (first === undefined) return undefined;
  const storage = [DATA_SPACES, TRANSFORM_INFO, first];
  const head = await streamBytes(file, [...storage, PRIMARY], limits, {
    structure: 'transform',
    head: TRANSFORM_HEAD_BYTES,
  });
  return { content: path, dataSpace, transform: readTransformStart(head).transform, storage };
}
