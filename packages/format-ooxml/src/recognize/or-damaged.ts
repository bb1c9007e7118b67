import { CorruptFile, RightsmithError } from '@rightsmith/core';
import type { Recognition } from './recognition.js';

/** Errors that say something about the file, and nothing about the medium or the caller. */
const VERDICTS: readonly string[] = ['CorruptFile', 'UnsupportedFormat', 'LimitReached'];

/** Limits of the source: more than it gives would have to be read to say anything. */
const SOURCE_LIMITS: readonly unknown[] = ['detectBytes', 'beginning'];

/** What `work` finds; where the file is at fault that it cannot be read, that. */
export async function orDamaged(isProtected: boolean, work: () => Promise<Recognition>): Promise<Recognition> {
  try {
    return await work();
  } catch (error) {
    if (RightsmithError.is(error) && VERDICTS.includes(error.code) && !isLimitOfSource(error)) {
      return { kind: 'damaged', isProtected, detail: error.message, error: inPlainWords(error, isProtected) };
    }
    throw error;
  }
}

function isLimitOfSource(error: RightsmithError): boolean {
  return 'limit' in error && SOURCE_LIMITS.includes(error.limit);
}

/** For a person, who may never have heard of the structure that is broken: that is the cause. */
function inPlainWords(error: RightsmithError, isProtected: boolean): RightsmithError {
  if (!(error instanceof CorruptFile)) return error;
  const meaning = isProtected
    ? 'The document is encrypted, and what tells how is damaged.'
    : 'The document is damaged or was cut off.';
  return new CorruptFile(meaning, { ...(error.where !== undefined && { where: error.where }), cause: error });
}
