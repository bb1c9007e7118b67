import { CorruptFile, type FormatContext } from '@rightsmith/core';
import type { PdfDocument } from '../xref/document.js';
import { hasEnd } from '../xref/header.js';
import { missingNumber } from '../xref/referenced-numbers.js';

/**
 * Looks whether a document whose objects had to be searched for has all that it refers to. A file that ends in the middle was
 * cut on its way here, and its whole can be had; in others a reference may lead nowhere, as ISO 32000-2 §7.3.10 allows.
 *
 * @throws CorruptFile when the file was cut and lost objects
 */
export async function checkMissing(document: PdfDocument, context: FormatContext): Promise<void> {
  if (!document.isRebuilt) return;
  const number = await missingNumber(document);
  if (number === undefined) return;
  const structure = `object ${number}`;
  if (await hasEnd(document.source)) context.warn('objects-missing', { structure });
  else {
    const { size } = document.source;
    throw new CorruptFile(
      `The PDF was cut: it ends at byte ${size}, and ${structure}, which it refers to, is not in it.`,
      {
        where: { structure, offset: size },
        hint: 'Get the file once more. If there is only this one, save it anew with a PDF program, and see which pages it still has.',
      },
    );
  }
}
