import type { Envelope, FormatContext } from '@rightsmith/core';
import type { PlainBinary, PlainPackage } from '../recognize/recognition.js';
import { withoutByteOrderMark, writeLabelInfo } from './label-info.js';
import { LABEL_INFO_PART } from './package-labels.js';
import { readable } from './readable.js';

/**
 * The label XML for the container around a document: a copy of the document's own, byte for byte, or made from the labels
 * it is to have. Undefined where there are none.
 */
export async function labelInfoToWrite(
  document: PlainPackage | PlainBinary,
  { labels }: Envelope,
  context: FormatContext,
): Promise<Uint8Array | undefined> {
  const own =
    document.kind === 'opc'
      ? await readable(LABEL_INFO_PART, context, () => document.reader.part(LABEL_INFO_PART))
      : undefined;
  if (own !== undefined) return withoutByteOrderMark(own);
  return labels.length === 0 ? undefined : writeLabelInfo(labels);
}
