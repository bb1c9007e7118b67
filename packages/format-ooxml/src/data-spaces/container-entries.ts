import type { CompoundInput } from '@rightsmith/compound-file';
import { bytesSource } from '@rightsmith/core';
import { writeDataSpaceMap } from './data-space-map.js';
import { writeDefinition } from './definition.js';
import {
  DATA_SPACE_INFO,
  DATA_SPACE_MAP,
  DATA_SPACES,
  LABEL_INFO,
  PRIMARY,
  TRANSFORM_INFO,
  VERSION,
  type ProtectionNames,
} from './names.js';
import { writePrimary } from './primary.js';
import { writeVersion } from './version.js';

/** What goes into the storage `\x06DataSpaces` of a new container. */
export interface ContainerInput {
  readonly names: ProtectionNames;
  /** UTF-8 without byte order mark. */
  readonly license: Uint8Array;
  /** XML of labels, where there are any. */
  readonly labelInfo: Uint8Array | undefined;
  /** When the container is made. */
  readonly now: Date;
}

/** The storage `\x06DataSpaces` with all that is in it; ooxml-irm.md §2. Storages have both times, streams none (§8.1). */
export function dataSpaceEntries({ names, license, labelInfo, now }: ContainerInput): readonly CompoundInput[] {
  const { content, dataSpace, transform } = names;
  const transformInfo = [DATA_SPACES, TRANSFORM_INFO];
  const storages = [[DATA_SPACES], [DATA_SPACES, DATA_SPACE_INFO], transformInfo, [...transformInfo, transform]];
  const map = writeDataSpaceMap([{ stream: content, dataSpace }]);
  return [
    ...storages.map((path) => ({ kind: 'storage', path, created: now, modified: now }) as const),
    stream([DATA_SPACES, VERSION], writeVersion()),
    stream([DATA_SPACES, DATA_SPACE_MAP], map),
    stream([DATA_SPACES, DATA_SPACE_INFO, dataSpace], writeDefinition([transform])),
    stream([...transformInfo, transform, PRIMARY], writePrimary(license)),
    ...(labelInfo === undefined ? [] : [stream([...transformInfo, LABEL_INFO], labelInfo)]),
  ];
}

function stream(path: readonly string[], bytes: Uint8Array): CompoundInput {
  return { kind: 'stream', path, content: bytesSource(bytes) };
}
