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

/** What is to be done with a structure. Each has a version for it; ooxml-irm.md §4.1. */
export type Use = 'read' | 'change';

/**
 * Checks a stream `Version`.
 *
 * @throws CorruptFile where it tells of something else than data spaces; UnsupportedFormat (`version`) where a program of
 * today must not read on, or not change anything
 */
export function checkVersion(bytes: Uint8Array, use: Use = 'read'): void {
  const structure = 'data spaces version';
  const reader = new FieldReader(bytes, structure);
  if (reader.unicode() !== FEATURE) {
    throw new CorruptFile('The container names a feature that is not data spaces.', { where: { structure } });
  }
  checkVersions(reader, structure, use);
}

/**
 * Reads and checks the versions of a structure: of programs that may read it, that may change it, and of the writer.
 *
 * @throws CorruptFile; UnsupportedFormat (`version`)
 */
export function checkVersions(reader: FieldReader, structure: string, use: Use): void {
  const [ofReader, ofUpdater] = [reader.version(), reader.version()];
  reader.version();
  checkKnown(ofReader, structure, 'read');
  if (use === 'change') checkKnown(ofUpdater, structure, 'change');
}

function checkKnown([major, minor]: Version, structure: string, use: Use): void {
  if (major < 1 || (major === 1 && minor === 0)) return;
  const what = use === 'read' ? 'which is not known' : 'which only newer programs may change';
  throw new UnsupportedFormat(`The ${structure} is of version ${major}.${minor}, ${what}.`, {
    reason: 'version',
    where: { structure },
  });
}
