import type { Envelope, FormatContext, Label } from '@rightsmith/core';
import type { PlainBinary, PlainPackage } from '../recognize/recognition.js';
import { readLabelInfo, withoutByteOrderMark, writeLabelInfo, writeRemovedLabels } from './label-info.js';
import { LABEL_INFO_PART } from './package-labels.js';
import { readable } from './readable.js';

/**
 * The label XML for the container around a document: a copy of the document's own, byte for byte, unless it is to have other
 * labels; else made from the labels it is to have. Undefined where there are none.
 */
export async function labelInfoToWrite(
  document: PlainPackage | PlainBinary,
  { labels, replacesLabels = false }: Envelope,
  context: FormatContext,
): Promise<Uint8Array | undefined> {
  const own =
    document.kind === 'opc'
      ? await readable(LABEL_INFO_PART, context, () => document.reader.part(LABEL_INFO_PART))
      : undefined;
  if (own === undefined) return labels.length === 0 ? undefined : writeLabelInfo(labels);
  if (!replacesLabels) return withoutByteOrderMark(own);
  const ownLabels =
    (await readable(LABEL_INFO_PART, context, () =>
      Promise.resolve(own).then((bytes) => readLabelInfo(bytes, context.limits)),
    )) ?? [];
  const isKept = ownLabels.every(({ id }) => labels.some((label) => label.id === id));
  return isKept ? withoutByteOrderMark(own) : changedLabelInfo(ownLabels, labels);
}

/** The label XML around a document that is to have other labels than before. */
export function changedLabelInfo(before: readonly Label[], after: readonly Label[]): Uint8Array {
  return after.length === 0 ? writeRemovedLabels(before) : writeLabelInfo(after);
}
