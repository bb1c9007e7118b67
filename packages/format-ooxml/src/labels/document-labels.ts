import type { CompoundFile } from '@rightsmith/compound-file';
import { labelsFromProperties, type FormatContext, type Label } from '@rightsmith/core';
import { streamBytes } from '../data-spaces/stream-bytes.js';
import { DOCUMENT_SUMMARY_STREAM } from '../properties/clear-properties.js';
import { readPropertySets } from '../properties/property-set.js';
import { readable } from './readable.js';

/** The labels of a document of Office 97–2003: custom properties, as in older packages. */
export async function readDocumentLabels(file: CompoundFile, context: FormatContext): Promise<readonly Label[]> {
  if (file.find([DOCUMENT_SUMMARY_STREAM])?.kind !== 'stream') return [];
  const structure = DOCUMENT_SUMMARY_STREAM.slice(1);
  const labels = await readable(structure, context, async () => {
    const bytes = await streamBytes(file, [DOCUMENT_SUMMARY_STREAM], context.limits, { structure });
    return labelsFromProperties(readPropertySets(bytes).map(({ name, text = '' }) => [name, text] as const));
  });
  return labels ?? [];
}
