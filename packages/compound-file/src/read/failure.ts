import { CorruptFile } from '@rightsmith/core';

/** The error for bytes that break a rule. `offset` counts from the start of the file. */
export function corrupt(message: string, structure: string, offset: number): CorruptFile {
  return new CorruptFile(message, { where: { structure, offset } });
}
