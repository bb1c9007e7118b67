import { integerOf, nameOf, type PdfValue } from '../lex/values.js';
import type { PdfDocument, PdfObject } from '../xref/document.js';
import { findPayloadSpecification } from './find-payload.js';
import { FILTER_NAME } from './names.js';
import { securityHandlerOf } from './encryption-dictionary.js';
import { damaged } from '../xref/damage.js';

/** How a PDF is protected; pdf-irm.md §1. */
export type Protection =
  | { readonly kind: 'none' }
  /** A document around a protected one, which is an embedded file. */
  | {
      readonly kind: 'version-2';
      readonly payload: PdfObject;
      readonly encryptedPayload: ReadonlyMap<string, PdfValue>;
    }
  /** A document behind a protected one, which is the first `length` bytes of the file. */
  | { readonly kind: 'version-1'; readonly length: number }
  /** The protected document alone. */
  | { readonly kind: 'bare' }
  /** Protected by another security handler; `isWrapper`: its document is an embedded file too. */
  | { readonly kind: 'other'; readonly handler: string; readonly isWrapper: boolean };

/** @throws CorruptFile when a file says that it is protected, but the protected document is not there */
export async function findProtection(document: PdfDocument): Promise<Protection> {
  const version1 = await document.entriesOf(document.trailer.get('Wrapper'));
  if (nameOf(await document.get(version1.get('Type'))) === FILTER_NAME) return findVersion1(document);
  const handler = await securityHandlerOf(document);
  if (handler === FILTER_NAME) return { kind: 'bare' };
  if (handler !== undefined) return { kind: 'other', handler, isWrapper: false };
  return findVersion2(document);
}

async function findVersion1(document: PdfDocument): Promise<Protection> {
  const length = integerOf(await document.get(document.trailer.get('WrapperOffset'))) ?? -1;
  if (length > 0 && length < document.source.size) return { kind: 'version-1', length };
  throw damaged('The offset of the notice behind the protected document makes no sense.', 'WrapperOffset');
}

async function findVersion2(document: PdfDocument): Promise<Protection> {
  const specification = await findPayloadSpecification(document);
  if (specification === undefined) return { kind: 'none' };
  const encryptedPayload = await document.entriesOf(specification.get('EP'));
  const handler = nameOf(await document.get(encryptedPayload.get('Subtype'))) ?? '';
  if (handler !== FILTER_NAME) return { kind: 'other', handler, isWrapper: true };
  const files = await document.entriesOf(specification.get('EF'));
  for (const key of ['F', 'UF']) {
    const file = files.get(key);
    const payload = file?.kind === 'reference' ? await document.object(file.number) : undefined;
    if (payload?.stream !== undefined) return { kind: 'version-2', payload, encryptedPayload };
  }
  throw damaged('The protected document is not in its wrapper: the file was cut, or is damaged.', 'embedded file');
}
