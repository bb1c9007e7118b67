import { posix } from 'node:path';
import { LimitReached } from '@rightsmith/core';
import type { ByteSource, Detection, FormatContext } from '@rightsmith/core';
import { containerOfExtension, isBinaryExtensionOf, OFFICE_EXTENSIONS } from './recognize/office-types.js';
import type { PlainBinary, PlainPackage, Recognition, RightsManaged } from './recognize/recognition.js';
import { recognize } from './recognize/recognize.js';
import { reasonText } from './recognize/texts.js';

/**
 * By content. The name only adds to the answer, except for a file of another kind, or one too damaged to tell, whose name
 * is one of Office: there it is said what is wrong, where calling it any file would invite to wrap it as it is. The same goes
 * for one whose list of parts is so large that recognising it would take more than `detectBytes`.
 */
export async function detect(source: ByteSource, name: string, context: FormatContext): Promise<Detection | undefined> {
  const extension = posix.extname(name).toLowerCase();
  const recognition = await recognizeWithin(source, context);
  if (recognition === undefined)
    return claimedByName(extension, 'Office document by its name: it is too large to tell');
  const reason = reasonText(recognition);
  switch (recognition.kind) {
    case 'opc':
    case 'binary':
      return {
        status: 'plain',
        certainty: 'certain',
        reason: reason + nameText(fits(recognition, extension), extension),
      };
    case 'rights-managed':
      if (recognition.shape === 'envelope') return { status: 'other-protection', certainty: 'likely', reason };
      return {
        status: 'protected',
        certainty: 'certain',
        reason: reason + nameText(fits(recognition, extension), extension),
      };
    case 'mail':
      return { status: 'other-protection', certainty: 'likely', reason };
    case 'password':
    case 'unknown-protection':
      return { status: 'other-protection', certainty: 'certain', reason };
    case 'damaged':
      if (recognition.isProtected) return { status: 'protected', certainty: 'certain', reason };
      return claimedByName(extension, reason);
    case 'not-office':
      return claimedByName(extension, reason);
  }
}

/** Undefined where more would have to be read than `detect` may. */
async function recognizeWithin(source: ByteSource, context: FormatContext): Promise<Recognition | undefined> {
  try {
    return await recognize(source, context);
  } catch (error) {
    if (error instanceof LimitReached && error.limit === 'detectBytes') return undefined;
    throw error;
  }
}

function claimedByName(extension: string, reason: string): Detection | undefined {
  return OFFICE_EXTENSIONS.includes(extension) ? { status: 'plain', certainty: 'likely', reason } : undefined;
}

/** What is to be said about a name that belongs to another kind of document. */
function nameText(isFitting: boolean, extension: string): string {
  return isFitting ? '' : `, though its name ends in ${extension}: programs that go by the name will not open it`;
}

/** A name without an extension promises nothing. */
function fits(document: PlainPackage | PlainBinary | RightsManaged, extension: string): boolean {
  if (extension === '') return true;
  if (document.kind === 'opc') return extension === document.type.extension;
  if (document.application !== undefined) return isBinaryExtensionOf(document.application, extension);
  return document.shape !== 'opc' || containerOfExtension(extension) === 'opc';
}
