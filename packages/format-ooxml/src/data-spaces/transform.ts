import type { FieldReader } from './fields.js';
import { concat, uint32, unicode, version } from './fields.js';
import { checkVersions, CURRENT_VERSION, type Use } from './version.js';

/** What a transform is, told by the start of its stream `\x06Primary`. */
export interface TransformClass {
  /** With braces; compared without case. */
  readonly id: string;
  readonly name: string;
}

/** The transforms there are; ooxml-irm.md §4.4. */
export const TRANSFORMS: Readonly<Record<'rightsManagement' | 'compression' | 'password', TransformClass>> = {
  rightsManagement: { id: '{C73DFACD-061F-43B0-8B64-0C620D2A8B50}', name: 'Microsoft.Metadata.DRMTransform' },
  compression: { id: '{86DE7F2B-DDCE-486d-B016-405BBE82B8BC}', name: 'Microsoft.Metadata.CompressionTransform' },
  password: { id: '{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}', name: 'Microsoft.Container.EncryptionTransform' },
};

/** The only type a transform has. */
const TRANSFORM_TYPE = 1;

/** Whether a transform is of this class. */
export function isOfClass(transform: TransformClass, expected: TransformClass): boolean {
  return transform.id.toUpperCase() === expected.id.toUpperCase();
}

/** Reads the header, up to the transform's own data. @throws CorruptFile; UnsupportedFormat (`version`) */
export function readTransformHeader(reader: FieldReader, use: Use = 'read'): TransformClass {
  reader.uint32(); // bytes up to the name: nothing is to be learnt from it
  reader.uint32();
  const transform = { id: reader.unicode(), name: reader.unicode() };
  checkVersions(reader, 'transform', use);
  return transform;
}

/** The header of a transform of this class. */
export function writeTransformHeader({ id, name }: TransformClass): Uint8Array {
  const start = concat([uint32(TRANSFORM_TYPE), unicode(id)]);
  const current = version(CURRENT_VERSION);
  return concat([uint32(start.length + 4), start, unicode(name), current, current, current]);
}
