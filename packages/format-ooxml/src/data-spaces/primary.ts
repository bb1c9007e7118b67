import { concat, FieldReader, uint32, withLength } from './fields.js';
import { isOfClass, readTransformHeader, TRANSFORMS, writeTransformHeader, type TransformClass } from './transform.js';
import type { Use } from './version.js';

/** Bytes of the extensibility header, its own length included; ooxml-irm.md §4.5. */
const EXTENSIBILITY_HEADER = 4;

/** What the stream `\x06Primary` of any transform begins with. */
export interface TransformStart {
  readonly transform: TransformClass;
  /** Bytes of the header. */
  readonly length: number;
}

/** The stream `\x06Primary` of a rights-management transform. */
export interface RightsPrimary {
  /** Everything before the licence's length, extensions of future programs included. */
  readonly start: Uint8Array;
  /** UTF-8 without byte order mark, one or several XrML elements. */
  readonly license: Uint8Array;
}

/** What transform this is. @throws CorruptFile; UnsupportedFormat (`version`) */
export function readTransformStart(bytes: Uint8Array): TransformStart {
  const reader = new FieldReader(bytes, 'transform');
  const transform = readTransformHeader(reader);
  return { transform, length: reader.offset };
}

/** Reads the licence of a rights-management transform. @throws CorruptFile; UnsupportedFormat (`version`) */
export function readPrimary(bytes: Uint8Array, use: Use = 'read'): RightsPrimary {
  const reader = new FieldReader(bytes, 'transform');
  if (!isOfClass(readTransformHeader(reader, use), TRANSFORMS.rightsManagement)) {
    throw reader.corrupt('The transform is not one of rights management.');
  }
  const extensibility = reader.uint32();
  if (extensibility < EXTENSIBILITY_HEADER) {
    throw reader.corrupt(`An extensibility header of ${extensibility} bytes is too short.`);
  }
  reader.bytes(extensibility - EXTENSIBILITY_HEADER);
  return { start: bytes.slice(0, reader.offset), license: reader.utf8().slice() };
}

/** The stream `\x06Primary` around a licence in UTF-8 without byte order mark; `start` as {@link readPrimary} gave it, or new. */
export function writePrimary(license: Uint8Array, start: Uint8Array = newStart()): Uint8Array {
  return concat([start, withLength(license)]);
}

function newStart(): Uint8Array {
  return concat([writeTransformHeader(TRANSFORMS.rightsManagement), uint32(EXTENSIBILITY_HEADER)]);
}
