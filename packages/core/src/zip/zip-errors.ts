import { CorruptFile, LimitReached, RightsmithError, UnsupportedFormat } from '../errors.js';

/** What errors call an archive. */
export const STRUCTURE = 'ZIP archive';

/** Errors of the library tell of a broken archive; ours come from the source or from here. */
export async function guardedZip<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw RightsmithError.is(cause) ? cause : libraryError(cause);
  }
}

/** An archive or entry that is damaged. */
export function corruptZip(message: string, cause?: unknown): CorruptFile {
  return new CorruptFile(message, { where: { structure: STRUCTURE }, cause });
}

/** A limit that an archive exceeds. */
export function zipLimit(message: string, limit: string, maximum: number): LimitReached {
  return new LimitReached(message, { limit, maximum, where: { structure: STRUCTURE } });
}

/** An entry that cannot be read without a password. */
export function encryptedEntry(name: string): UnsupportedFormat {
  return new UnsupportedFormat(`The entry ${name} is encrypted.`, {
    reason: 'password',
    where: { structure: STRUCTURE },
    hint: 'Unpack the archive with its password, and look at what comes out.',
  });
}

function libraryError(cause: unknown): RightsmithError {
  // One entry with this mark makes the library give up the whole list.
  if (cause instanceof Error && cause.message.startsWith('strong encryption')) {
    return new UnsupportedFormat('The list of the ZIP archive is encrypted.', {
      reason: 'password',
      where: { structure: STRUCTURE },
      cause,
    });
  }
  return corruptZip('The ZIP archive is broken or cut off.', cause);
}
