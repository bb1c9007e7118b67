import { copySource, UsageError } from '@rightsmith/core';
import type { ByteSink, ByteSource, ContentCipher, FormatContext, Label } from '@rightsmith/core';
import { chooseCipher } from './choose-cipher.js';
import { decryptedContent, decryptTo, readContent, warnOfSlack } from './content.js';
import { readDocumentLabels } from './labels/document-labels.js';
import { outsideLabels } from './labels/outside-labels.js';
import { readPackageLabels } from './labels/package-labels.js';
import type { Recognition, RightsManaged } from './recognize/recognition.js';
import { recognize } from './recognize/recognize.js';
import { requireRightsManaged } from './required.js';

/** Writes the original document, byte for byte, unless the setting `restoreLabel` asks for a label to be put back into it. */
export async function unwrap(
  source: ByteSource,
  cipher: ContentCipher,
  sink: ByteSink,
  context: FormatContext,
): Promise<void> {
  const restoreLabel = readRestoreLabel(context);
  const container = await requireRightsManaged(source, context);
  const content = await readContent(container);
  warnOfSlack(content, context);
  const chosen = await chooseCipher(container, content, cipher, context);
  const options = {
    signal: context.signal,
    progress: (bytesDone: number) => {
      context.progress(bytesDone);
    },
  };
  try {
    const original = (): Promise<ByteSource> => decryptedContent(content, chosen.cipher);
    const labelled = await withOutsideLabels(container, original, restoreLabel, context);
    if (labelled !== undefined) await copySource(labelled, sink, options);
    else await decryptTo(sink, content, chosen.cipher, options);
  } finally {
    await chosen.close();
  }
}

function readRestoreLabel({ settings }: FormatContext): boolean {
  const { restoreLabel = false } = settings as { readonly restoreLabel?: unknown };
  if (typeof restoreLabel === 'boolean') return restoreLabel;
  throw new UsageError('The setting restoreLabel is true or false.');
}

/**
 * The document with the labels that only its container has; undefined where it stays as it is: because it has them, because
 * nobody asked for it, or because a signature would no longer hold.
 */
async function withOutsideLabels(
  { file }: RightsManaged,
  openOriginal: () => Promise<ByteSource>,
  restoreLabel: boolean,
  context: FormatContext,
): Promise<ByteSource | undefined> {
  const outside = await outsideLabels(file, context);
  if (outside === undefined) return undefined;
  const original = await openOriginal();
  const document = await recognize(original, context);
  const inside = new Set((await insideLabels(document, context)).map(({ id }) => id));
  if (outside.labels.every(({ id }) => inside.has(id))) return undefined;
  if (restoreLabel && document.kind === 'opc' && !document.isSigned) {
    const { restoreLabels } = await import('./labels/restore-labels.js');
    return restoreLabels(original, document.reader, outside.bytes, context);
  }
  context.warn('label-outside', { structure: 'LabelInfo' });
  return undefined;
}

async function insideLabels(document: Recognition, context: FormatContext): Promise<readonly Label[]> {
  if (document.kind === 'opc') return readPackageLabels(document.reader, context);
  return document.kind === 'binary' ? readDocumentLabels(document.file, context) : [];
}
