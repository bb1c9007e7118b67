import { CorruptFile, UnsupportedFormat } from '@rightsmith/core';
import { concat, FieldReader, unicode, version, type Version } from './fields.js';

const FEATURE = 'Microsoft.Container.DataSpaces';

/** The only version there is; ooxml-irm.md §4.1. */
export const CURRENT_VERSION: Version = [1, 0];

/** The stream `Version`, the same in every file. */
export function writeVersion(): Uint8Array {
  const current = version(CURRENT_VERSION);
  return concat([unicode(FEATURE), current, current, current]);
}

/**
 * Checks a stream `Version`.
 *
 * @throws CorruptFile where it tells of something else than data spaces; UnsupportedFormat (`version`) where a reader of
 * today must not read on
 */
export function checkVersion(bytes: Uint8Array): void {
  const structure = 'data spaces version';
  const reader = new FieldReader(bytes, structure);
  if (reader.unicode() !== FEATURE) {
    throw new CorruptFile('The container names a feature that is not data spaces.', { where: { structure } });
  }
  checkReaderVersion(reader.version(), structure);
}

/** @throws UnsupportedFormat (`version`) where the structure may only be read by a newer program */
export function checkReaderVersion([major, minor]: Version, structure: string): void {
  if (major < 1 || (major === 1 && minor === 0)) return;
  throw new UnsupportedFormat(`The ${structure} is of version ${major}.${minor}, which is not known.`, {
    reason: 'version',
    where: { structure },
  });
}
