import type { ByteSource, FormatContext } from '@rightsmith/core';
import { PackageReader } from '../opc/package-reader.js';
import { partText } from '../opc/part-xml.js';
import { packageTypeOf } from './office-types.js';
import type { Recognition } from './recognition.js';

const CONTENT_TYPES_PART = '[Content_Types].xml';

/** By scanning, not parsing: a large presentation has ten thousand of them, and only the values count. */
const CONTENT_TYPE = /\bContentType\s*=\s*["']([^"']+)["']/g;

/** Where Office puts digital signatures of a document. */
const SIGNATURE_PART = /^_xmlsignatures\/.+\.xml$/i;

/** Says what a ZIP file is. @throws CorruptFile, LimitReached */
export async function recognizePackage(source: ByteSource, context: FormatContext): Promise<Recognition> {
  const reader = await PackageReader.open(source, context);
  const contentTypes = await reader.part(CONTENT_TYPES_PART);
  const type = contentTypes && packageTypeOf(readContentTypes(contentTypes));
  if (type === undefined) return { kind: 'not-office', looksLike: 'a ZIP archive or a package of another program' };
  return { kind: 'opc', type, reader, isSigned: reader.names.some((name) => SIGNATURE_PART.test(name)) };
}

function readContentTypes(part: Uint8Array): string[] {
  return [...partText(part).matchAll(CONTENT_TYPE)].map(([, contentType = '']) => contentType);
}
