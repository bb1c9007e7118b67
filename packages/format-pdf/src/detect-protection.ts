import { RightsmithError } from '@rightsmith/core';
import type { ByteSource, Detection, FormatContext } from '@rightsmith/core';
import { findProtection, type Protection } from './wrapper/find-protection.js';
import { openDocument } from './xref/document.js';

/** What kind of PDF it is; undefined where that cannot be told. */
export async function detectProtection(
  source: ByteSource,
  context: FormatContext,
): Promise<Pick<Detection, 'status' | 'reason'> | undefined> {
  try {
    const document = await openDocument(source, { ...context, warn: () => undefined });
    return describe(await findProtection(document), document.version);
  } catch (error) {
    const codes: readonly string[] = ['CorruptFile', 'LimitReached', 'UnsupportedFormat'];
    if (RightsmithError.is(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}

function describe(protection: Protection, version: string): Pick<Detection, 'status' | 'reason'> {
  switch (protection.kind) {
    case 'none':
      return { status: 'plain', reason: `PDF ${version}` };
    case 'version-2':
      return { status: 'protected', reason: 'PDF, Microsoft IRM v2' };
    case 'version-1':
      return { status: 'protected', reason: 'PDF, Microsoft IRM v1' };
    case 'bare':
      return { status: 'protected', reason: 'PDF, Microsoft IRM without a wrapper' };
    case 'other':
      return { status: 'other-protection', reason: `PDF, protected by ${protection.handler}` };
  }
}
