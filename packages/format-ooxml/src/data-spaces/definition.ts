import { concat, FieldReader, uint32, unicode } from './fields.js';

/** Bytes of the header, as it tells itself; ooxml-irm.md §4.3. */
const HEADER_LENGTH = 8;

/** Real files name one transform or two. Each is looked up, so a hostile file must not name as many as it likes. */
const MOST_TRANSFORMS = 16;

/** Reads the definition of a data space: names of its transforms, in the order in which they are undone. @throws CorruptFile */
export function readDefinition(bytes: Uint8Array): readonly string[] {
  const reader = new FieldReader(bytes, 'data space definition');
  const headerLength = reader.uint32();
  const count = reader.uint32();
  reader.bytes(Math.max(0, headerLength - HEADER_LENGTH));
  if (count > MOST_TRANSFORMS) throw reader.corrupt(`The data space names ${count} transforms.`);
  const transforms: string[] = [];
  while (transforms.length < count) transforms.push(reader.unicode());
  return transforms;
}

/** The definition of a data space with these transforms. */
export function writeDefinition(transforms: readonly string[]): Uint8Array {
  return concat([uint32(HEADER_LENGTH), uint32(transforms.length), ...transforms.map(unicode)]);
}
