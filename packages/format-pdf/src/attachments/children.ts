import { rangeSource, RightsmithError, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSource, ContainedFile, FormatContext } from '@rightsmith/core';
import { findProtection } from '../wrapper/find-protection.js';
import { openPayload } from '../wrapper/payload.js';
import { openDocument, type PdfDocument, type PdfObject } from '../xref/document.js';
import { filtersOf } from '../xref/filters.js';
import { findAttachments } from './find-attachments.js';

/** The attachments of a plain PDF. @throws CorruptFile, UnsupportedFormat, LimitReached */
export async function* children(
  source: ByteSource,
  context: FormatContext,
): AsyncGenerator<ContainedFile, void, undefined> {
  // What there is to be said about the document was said when it was inspected.
  const document = await openDocument(source, { ...context, warn: () => undefined });
  const { kind } = await findProtection(document);
  if (kind !== 'none') return;
  for await (const { name, file } of findAttachments(document)) {
    yield { name, source: await openAttachment(document, file, context) };
  }
}

/** What stands against reading is for whoever reads: the other attachments may be whole. */
async function openAttachment(document: PdfDocument, file: PdfObject, context: FormatContext): Promise<ByteSource> {
  try {
    await checkFilters(document, file);
    const payload = await openPayload(document, file, context);
    return rangeSource({
      size: payload.source.size,
      readRange: (offset, length) => payload.source.read(offset, length),
      release: () => payload.close(),
    });
  } catch (error) {
    if (!RightsmithError.is(error) || error.code === 'Aborted') throw error;
    return rangeSource({ size: Math.max(1, file.stream?.length ?? 0), readRange: () => Promise.reject(error) });
  }
}

/** Others are decoded in memory, which an attachment may fill. */
async function checkFilters(document: PdfDocument, { value }: PdfObject): Promise<void> {
  const filters = value.kind === 'dictionary' ? filtersOf(await document.structureEntries(value.entries)) : [];
  const [first, second] = filters;
  const isUsual = first === undefined || (first.name === 'FlateDecode' && first.parameters === undefined);
  if (isUsual && second === undefined) return;
  throw new UnsupportedFormat('The attachment is packed in a way that attachments never are.', {
    where: { structure: 'embedded file' },
  });
}
