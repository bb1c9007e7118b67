import {
  AlreadyProtected,
  NotProtected,
  UnsupportedFormat,
  type ByteSource,
  type FormatContext,
} from '@rightsmith/core';
import type { PlainBinary, PlainPackage, Recognition, RightsManaged } from './recognize/recognition.js';
import { recognize } from './recognize/recognize.js';
import { obstacleOf } from './recognize/texts.js';

/** A document that can be protected. @throws AlreadyProtected, UnsupportedFormat, CorruptFile, LimitReached */
export async function requirePlain(source: ByteSource, context: FormatContext): Promise<PlainPackage | PlainBinary> {
  const recognition = await recognize(source, context);
  if (recognition.kind === 'opc' || recognition.kind === 'binary') return recognition;
  if (recognition.kind === 'rights-managed' && recognition.shape !== 'envelope') {
    throw new AlreadyProtected('The document is protected already.');
  }
  throw refusal(recognition);
}

/** A document that can be opened. @throws NotProtected, UnsupportedFormat, CorruptFile, LimitReached */
export async function requireRightsManaged(source: ByteSource, context: FormatContext): Promise<RightsManaged> {
  const recognition = await recognize(source, context);
  switch (recognition.kind) {
    case 'rights-managed':
      return recognition;
    case 'opc':
    case 'binary':
    case 'not-office':
      throw new NotProtected('The file is not a rights-managed Office document.');
    default:
      throw refusal(recognition);
  }
}

function refusal(recognition: Exclude<Recognition, PlainPackage | PlainBinary>): Error {
  if (recognition.kind === 'damaged') return recognition.error;
  const { reason, message, hint } = obstacleOf(recognition);
  return new UnsupportedFormat(message, { reason, ...(hint !== undefined && { hint }) });
}
