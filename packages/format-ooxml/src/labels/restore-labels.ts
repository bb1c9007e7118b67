import { bytesSource, CorruptFile, LimitReached, readExactly } from '@rightsmith/core';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import JSZip from 'jszip';
import type { PackageReader } from '../opc/package-reader.js';
import { partText } from '../opc/part-xml.js';
import { LABEL_INFO_PART } from './package-labels.js';

/** Larger packages are not held in memory for a label. */
const MOST_BYTES = 64 * 1024 * 1024;

const CONTENT_TYPES_PART = '[Content_Types].xml';
const RELATIONSHIPS_PART = '_rels/.rels';

/** First bytes of texts in UTF-16: such a part would have to be written anew. */
const UTF16_MARKS: readonly number[] = [0xff, 0xfe];

/** ooxml-irm.md §8.4. */
const RELATIONSHIP_TYPE = 'http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels';
const CONTENT_TYPE = 'application/vnd.ms-office.classificationlabels+xml';

/**
 * The package with this XML as its label part; all other parts stay as they are. Parts are kept packed, so that one that
 * unpacks to gigabytes costs nothing.
 *
 * @throws LimitReached above 64 MiB; CorruptFile where the package has no place for it
 */
export async function restoreLabels(
  source: ByteSource,
  reader: PackageReader,
  labelInfo: Uint8Array,
  { clock, random }: FormatContext,
): Promise<ByteSource> {
  if (source.size > MOST_BYTES) throw tooLarge(source.size);
  const names = new Set(reader.names.map((name) => name.toLowerCase()));
  if (names.size < reader.names.length) throw noPlace('it has a part twice');
  const contentTypes = await readText(reader, CONTENT_TYPES_PART);
  const relationships = await readText(reader, RELATIONSHIPS_PART);
  const zip = await loadZip(await readExactly(source, 0, source.size, 'package'));
  const options = { date: new Date(clock.now()), createFolders: false };
  if (!relationships.includes(RELATIONSHIP_TYPE)) {
    zip.file(CONTENT_TYPES_PART, withContentType(contentTypes), options);
    const id = `rId${Buffer.from(random.bytes(8)).toString('hex')}`;
    zip.file(RELATIONSHIPS_PART, withRelationship(relationships, id), options);
  }
  zip.file(LABEL_INFO_PART, labelInfo, options);
  return bytesSource(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }));
}

async function readText(reader: PackageReader, name: string): Promise<string> {
  const part = await reader.part(name);
  if (part === undefined) throw noPlace(`its ${name} is missing`);
  if (UTF16_MARKS.includes(part[0] ?? 0)) throw noPlace(`its ${name} is in UTF-16`);
  return partText(part);
}

async function loadZip(bytes: Uint8Array): Promise<JSZip> {
  try {
    return await JSZip.loadAsync(bytes);
  } catch (cause) {
    throw noPlace('its ZIP structure is broken', cause);
  }
}

function withContentType(xml: string): string {
  return beforeEnd(xml, 'Types', (prefix) => {
    return `<${prefix}Override PartName="/${LABEL_INFO_PART}" ContentType="${CONTENT_TYPE}"/>`;
  });
}

function withRelationship(xml: string, id: string): string {
  return beforeEnd(xml, 'Relationships', (prefix) => {
    return `<${prefix}Relationship Id="${id}" Type="${RELATIONSHIP_TYPE}" Target="${LABEL_INFO_PART}"/>`;
  });
}

/** Adds an element as the last child of the root. */
function beforeEnd(xml: string, root: string, element: (prefix: string) => string): string {
  const end = new RegExp(`</(\\w+:)?${root}\\s*>\\s*$`).exec(xml);
  if (end === null) throw noPlace(`its ${root} cannot be added to`);
  return xml.slice(0, end.index) + element(end[1] ?? '') + xml.slice(end.index);
}

function noPlace(why: string, cause?: unknown): CorruptFile {
  return new CorruptFile(`The label cannot be put back into the package: ${why}.`, {
    where: { structure: 'ZIP package' },
    hint: 'Unprotect it without restoring the label.',
    cause,
  });
}

function tooLarge(bytes: number): LimitReached {
  return new LimitReached(`The label cannot be put back into a package of ${bytes} bytes.`, {
    limit: 'restoreLabelBytes',
    maximum: MOST_BYTES,
    hint: 'Unprotect it without restoring the label.',
  });
}
