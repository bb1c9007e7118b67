import { CorruptFile, RightsmithError } from '@rightsmith/core';

/** The error for bytes that break the rules of PDF. `offset` counts from the header. */
export function damaged(message: string, structure: string, offset?: number, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure, ...(offset !== undefined && { offset }) }, cause });
}

/** Whether that is what went wrong. */
export function isDamage(error: unknown): error is RightsmithError {
  return RightsmithError.is(error) && error.code === 'CorruptFile';
}
