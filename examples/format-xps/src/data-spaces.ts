import type { CompoundFile, CompoundInput } from '@rightsmith/compound-file';
import { bytesSource, CorruptFile, readExactly } from '@rightsmith/core';
import { Fields, joined, textField, uint32 } from './fields.js';

/** The stream with the encrypted package. */
export const STREAM_NAME = 'EncryptedPackage';

const ROOT = '\u0006DataSpaces';
const FEATURE = 'Microsoft.Container.DataSpaces';
/** As .NET names them; Office has other names for the same. */
const DATA_SPACE = 'RMEncryptionNoCompression';
const TRANSFORM = 'EncryptionTransform';
const TRANSFORM_CLASS = '{C73DFACD-061F-43B0-8B64-0C620D2A8B50}';
const TRANSFORM_NAME = 'Microsoft.Metadata.DRMTransform';
const OFFICE_DATA_SPACE = 'DRMEncryptedDataSpace';

/** Larger than any licence; the small streams are held in memory. */
const MOST_BYTES = 8 * 1024 * 1024;
/** 1.0 for reader, updater and writer. */
const VERSIONS = joined([uint32(1), uint32(1), uint32(1)]);

/** What the data spaces of a protected package say. */
export interface Envelope {
  readonly file: CompoundFile;
  readonly dataSpace: string;
  readonly transform: string;
  readonly license: Uint8Array;
  /** How many use licences are kept beside it. */
  readonly useLicenses: number;
}

/** Follows map, definition and transform. Undefined where they do not lead to rights management, or are those of Office. @throws CorruptFile */
export async function readEnvelope(file: CompoundFile): Promise<Envelope | undefined> {
  if (file.find([ROOT, 'DataSpaceMap']) === undefined || file.find([STREAM_NAME]) === undefined) return undefined;
  const dataSpace = dataSpaceOf(await smallStream(file, [ROOT, 'DataSpaceMap']));
  if (dataSpace === undefined || isSame(dataSpace, OFFICE_DATA_SPACE)) return undefined;
  const transform = firstTransform(await smallStream(file, [ROOT, 'DataSpaceInfo', dataSpace]));
  const storage = [ROOT, 'TransformInfo', transform];
  const license = licenseOf(await smallStream(file, [...storage, '\u0006Primary']));
  if (license === undefined) return undefined;
  const useLicenses = file.entries.filter(
    ({ path }) => isSame(path.at(-2) ?? '', transform) && /^EUL-/i.test(path.at(-1) ?? ''),
  );
  return { file, dataSpace, transform, license, useLicenses: useLicenses.length };
}

/** The streams of a new file, without the content. */
export function dataSpaceEntries(license: Uint8Array): readonly CompoundInput[] {
  const stream = (path: readonly string[], parts: readonly Uint8Array[]): CompoundInput => ({
    kind: 'stream',
    path: [ROOT, ...path],
    content: bytesSource(joined(parts)),
  });
  const entry = joined([uint32(1), uint32(0), textField(STREAM_NAME), textField(DATA_SPACE)]);
  return [
    stream(['Version'], [textField(FEATURE), VERSIONS]),
    stream(['DataSpaceMap'], [uint32(8), uint32(1), uint32(entry.length + 4), entry]),
    stream(['DataSpaceInfo', DATA_SPACE], [uint32(8), uint32(1), textField(TRANSFORM)]),
    stream(['TransformInfo', TRANSFORM, '\u0006Primary'], primaryParts(license)),
  ];
}

function primaryParts(license: Uint8Array): readonly Uint8Array[] {
  const id = textField(TRANSFORM_CLASS);
  const header = [uint32(8 + id.length), uint32(1), id, textField(TRANSFORM_NAME), VERSIONS];
  const padding = new Uint8Array((4 - (license.length % 4)) % 4);
  return [...header, uint32(4), uint32(license.length), license, padding];
}

/** Of the entry for the protected stream. */
function dataSpaceOf(map: Fields): string | undefined {
  for (let left = map.at(4).uint32(), start = 8; left > 0; left -= 1) {
    const length = map.at(start).uint32();
    const components = map.uint32();
    const names = Array.from({ length: Math.min(components, 16) }, () => {
      map.uint32();
      return map.text();
    });
    const dataSpace = map.text();
    if (names.some((name) => isSame(name, STREAM_NAME))) return dataSpace;
    if (length < 12) throw new CorruptFile('An entry of the data space map has no length.');
    start += length;
  }
  return undefined;
}

function firstTransform(definition: Fields): string {
  const start = definition.uint32();
  if (definition.uint32() < 1) throw new CorruptFile('A data space names no transform.');
  return definition.at(start).text();
}

/** Undefined where the transform is another one than rights management. */
function licenseOf(primary: Fields): Uint8Array | undefined {
  primary.uint32();
  primary.uint32();
  if (!isSame(primary.text(), TRANSFORM_CLASS)) return undefined;
  primary.text();
  for (let version = 0; version < 3; version += 1) primary.uint32();
  primary.skip(primary.uint32() - 4);
  return primary.bytes(primary.uint32());
}

async function smallStream(file: CompoundFile, path: readonly string[]): Promise<Fields> {
  const entry = file.find(path);
  if (entry === undefined || entry.size > MOST_BYTES) {
    throw new CorruptFile('A stream of the data spaces is missing or too long.', {
      where: { structure: path.join('/') },
    });
  }
  const stream = await file.openStream(path);
  return new Fields(await readExactly(stream, 0, stream.size, path.join('/')), path.join('/'));
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
