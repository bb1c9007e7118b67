import { CorruptFile } from '@rightsmith/core';

/** The error for bytes that break the rules of PDF. `offset` counts from the header. */
export function damaged(message: string, structure: string, offset?: number, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure, ...(offset !== undefined && { offset }) }, cause });
}
