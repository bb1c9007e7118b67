import { NotProtected, sliceSource, UnsupportedFormat } from '@rightsmith/core';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import { damaged } from '../xref/damage.js';
import { openDocument, type PdfDocument } from '../xref/document.js';
import type { StreamDecryptor } from '../xref/structure-decoder.js';
import { readEncryption, securityHandlerOf, type Encryption } from './encryption-dictionary.js';
import { findProtection, type Protection } from './find-protection.js';
import { FILTER_NAME } from './names.js';
import { openPayload, type Payload } from './payload.js';

/** A protected PDF that is open: the document around the protected one, where there is one, and the protected one itself. */
export interface ProtectedDocument {
  /** The document that the file shows to readers without rights management; in a bare file the protected one itself. */
  readonly outer: PdfDocument;
  readonly protection: Protection;
  /** The bytes of the protected document. */
  readonly payload: ByteSource;
  readonly inner: PdfDocument;
  readonly encryption: Encryption;
  /** Frees what was made; the source stays open. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the protected document in a file whose protection is known. `decrypt` undoes the encryption of object streams.
 *
 * @throws NotProtected; UnsupportedFormat for another security handler; CorruptFile; LimitReached
 */
export async function openProtected(
  outer: PdfDocument,
  protection: Protection,
  context: FormatContext,
  decrypt?: StreamDecryptor,
): Promise<ProtectedDocument> {
  const payload = await payloadOf(outer, protection, context);
  try {
    const inner = await openDocument(payload.source, context, decrypt);
    // Also a wrapper inside a wrapper: no program makes one.
    if ((await securityHandlerOf(inner)) !== FILTER_NAME) {
      throw damaged('The document inside the wrapper is not encrypted as it should be.', 'embedded file');
    }
    const encryption = await readEncryption(inner, context);
    return { outer, protection, payload: payload.source, inner, encryption, close: () => payload.close() };
  } catch (error) {
    await payload.close();
    throw error;
  }
}

/** As {@link openProtected}, for a file of which nothing is known yet. */
export async function openProtectedFile(
  source: ByteSource,
  context: FormatContext,
  decrypt?: StreamDecryptor,
): Promise<ProtectedDocument> {
  const outer = await openDocument(source, context);
  return openProtected(outer, await findProtection(outer), context, decrypt);
}

async function payloadOf(outer: PdfDocument, protection: Protection, context: FormatContext): Promise<Payload> {
  const { source } = outer;
  switch (protection.kind) {
    case 'none':
      throw new NotProtected('The PDF is not protected.');
    case 'other':
      throw new UnsupportedFormat(`The PDF is protected by ${protection.handler}.`, { reason: 'other-drm' });
    case 'version-2':
      return openPayload(outer, protection.payload, context);
    case 'version-1':
      return { source: sliceSource(source, 0, protection.length), close: () => Promise.resolve() };
    case 'bare':
      return { source, close: () => Promise.resolve() };
  }
}
