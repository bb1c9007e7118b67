import { labelsFromProperties, type FormatContext, type Label, type XmlElement } from '@rightsmith/core';
import type { PackageReader } from '../opc/package-reader.js';
import { localName, parsePartXml } from '../opc/part-xml.js';
import { readLabelInfo } from './label-info.js';
import { readable } from './readable.js';

/** The part for labels of today; ooxml-irm.md §8.4. */
export const LABEL_INFO_PART = 'docMetadata/LabelInfo.xml';

/** Custom properties, where older programs put labels. */
const CUSTOM_PROPERTIES_PART = 'docProps/custom.xml';

/** The labels inside a package, from both places; of one that is in both, the newer. */
export async function readPackageLabels(reader: PackageReader, context: FormatContext): Promise<readonly Label[]> {
  const newer = await readPart(reader, LABEL_INFO_PART, context, (part) => readLabelInfo(part, context.limits));
  const older = await readPart(reader, CUSTOM_PROPERTIES_PART, context, (part) =>
    labelsFromProperties(parsePartXml(part, context.limits).children.flatMap(property)),
  );
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}

async function readPart(
  reader: PackageReader,
  name: string,
  context: FormatContext,
  read: (part: Uint8Array) => readonly Label[],
): Promise<readonly Label[]> {
  const labels = await readable(name, context, async () => {
    const part = await reader.part(name);
    return part && read(part);
  });
  return labels ?? [];
}

/** A custom property is an element with its name as attribute and one child, named for its type, with its value. */
function property({ name, attributes, children }: XmlElement): (readonly [string, string])[] {
  const propertyName = attributes.get('name');
  if (localName(name) !== 'property' || propertyName === undefined) return [];
  return [[propertyName, children[0]?.content ?? '']];
}
