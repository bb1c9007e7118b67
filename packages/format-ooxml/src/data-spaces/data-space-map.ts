import { concat, FieldReader, uint32, unicode } from './fields.js';

/** Bytes of the header, as it tells itself; ooxml-irm.md §4.2. */
const HEADER_LENGTH = 8;

const STRUCTURE = 'DataSpaceMap';

/** Real files name one stream or two. Each is looked up, so a hostile file must not name as many as it likes. */
const MOST_ENTRIES = 64;

/** Names from the root down to a stream: as deep as storages may lie. */
const MOST_COMPONENTS = 32;

/** The kind of component that is a stream; 1 is a storage. */
const STREAM_COMPONENT = 0;

/** Which stream is in which data space. */
export interface DataSpaceMapEntry {
  /** Names from the root down. Real files have one, the stream's. */
  readonly path: readonly string[];
  /** The name of a stream in `DataSpaceInfo`. */
  readonly dataSpace: string;
}

/** Reads `DataSpaceMap`. @throws CorruptFile */
export function readDataSpaceMap(bytes: Uint8Array): readonly DataSpaceMapEntry[] {
  const reader = new FieldReader(bytes, STRUCTURE);
  const headerLength = reader.uint32();
  const count = reader.uint32();
  reader.bytes(Math.max(0, headerLength - HEADER_LENGTH));
  if (count > MOST_ENTRIES) throw reader.corrupt(`The map names ${count} streams.`);
  const entries: DataSpaceMapEntry[] = [];
  while (entries.length < count) entries.push(readEntry(reader));
  return entries;
}

function readEntry(reader: FieldReader): DataSpaceMapEntry {
  const start = reader.offset;
  const length = reader.uint32();
  const componentCount = reader.uint32();
  if (componentCount > MOST_COMPONENTS) throw reader.corrupt(`A path of the map has ${componentCount} names.`);
  const path: string[] = [];
  while (path.length < componentCount) {
    reader.uint32();
    path.push(reader.unicode());
  }
  const dataSpace = reader.unicode();
  if (reader.offset - start === length) return { path, dataSpace };
  throw reader.corrupt(`An entry of ${length} bytes has fields of ${reader.offset - start}.`);
}

/** The stream `DataSpaceMap` for streams directly under the root. */
export function writeDataSpaceMap(
  entries: readonly { readonly stream: string; readonly dataSpace: string }[],
): Uint8Array {
  return concat([uint32(HEADER_LENGTH), uint32(entries.length), ...entries.map(writeEntry)]);
}

function writeEntry({ stream, dataSpace }: { readonly stream: string; readonly dataSpace: string }): Uint8Array {
  const fields = concat([uint32(1), uint32(STREAM_COMPONENT), unicode(stream), unicode(dataSpace)]);
  return concat([uint32(fields.length + 4), fields]);
}
