import { isCompoundFile } from '@rightsmith/compound-file';
import type { ByteSource, FormatContext } from '@rightsmith/core';
import { MAIL_SIGNATURE, ZIP_SIGNATURE } from '../may-be-office.js';
import { recognizeCompoundFile } from './compound-file.js';
import { looksLike } from './looks-like.js';
import { orDamaged } from './or-damaged.js';
import { recognizePackage } from './package.js';
import type { Recognition } from './recognition.js';

/** Bytes that tell well-known formats apart. */
const HEAD_BYTES = 512;

/**
 * Says what a file is; ooxml-irm.md §10. Data spaces count before application streams: a protected file shows a whole
 * document for programs that know no rights management.
 *
 * @throws LimitReached (`detectBytes`); what the source throws
 */
export async function recognize(source: ByteSource, context: FormatContext): Promise<Recognition> {
  const head = await source.read(0, HEAD_BYTES);
  return orDamaged(false, async () => {
    if (await isCompoundFile(source)) return recognizeCompoundFile(source, context);
    const begins = (signature: readonly number[]): boolean => signature.every((byte, index) => head[index] === byte);
    if (begins(ZIP_SIGNATURE)) return recognizePackage(source, context);
    if (begins(MAIL_SIGNATURE)) return { kind: 'mail' };
    return { kind: 'not-office', looksLike: looksLike(head) };
  });
}
