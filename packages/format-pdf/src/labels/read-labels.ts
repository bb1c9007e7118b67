import { labelsFromProperties, labelsInXmp, RightsmithError, type FormatContext, type Label } from '@rightsmith/core';
import type { PdfDocument } from '../xref/document.js';
import { decodeTextString } from './text-string.js';

/** The properties that may be a label's, and how many of them are looked at. */
const LABEL_PROPERTY = /MSIP_Label_/i;
const MOST_PROPERTIES = 10_000;

/** The sensitivity labels in the clear of a document: from its Info dictionary, and those only its XMP packet has; pdf-irm.md §8. */
export async function readLabels(document: PdfDocument, context: FormatContext): Promise<readonly Label[]> {
  const inInfo = labelsFromProperties(await infoProperties(document));
  const known = new Set(inInfo.map(({ id }) => id));
  const inXmp = await xmpLabels(document, context);
  return [...inInfo, ...inXmp.filter(({ id }) => !known.has(id))];
}

async function infoProperties(document: PdfDocument): Promise<readonly (readonly [string, string])[]> {
  const properties: (readonly [string, string])[] = [];
  for (const [name, value] of await document.entriesOf(document.trailer.get('Info'))) {
    if (!LABEL_PROPERTY.test(name) || properties.length === MOST_PROPERTIES) continue;
    const text = await document.get(value);
    if (text.kind === 'string') properties.push([name, decodeTextString(text.bytes)]);
  }
  return properties;
}

/** What is no packet, or cannot be read, holds no labels and is no error: nothing depends on it. */
async function xmpLabels(document: PdfDocument, context: FormatContext): Promise<readonly Label[]> {
  const catalog = await document.entriesOf(document.trailer.get('Root'));
  const reference = catalog.get('Metadata');
  const object = reference?.kind === 'reference' ? await document.object(reference.number) : undefined;
  if (object?.stream === undefined || object.stream.length > context.limits.metadataBytes) return [];
  try {
    return labelsInXmp(await document.streamData(object), context.limits);
  } catch (error) {
    if (RightsmithError.is(error) && ['CorruptFile', 'UnsupportedFormat'].includes(error.code)) return [];
    throw error;
  }
}
