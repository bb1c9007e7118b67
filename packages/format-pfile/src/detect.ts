import type { ByteSource, Detection } from '@rightsmith/core';
import { versionText } from './header.js';
import { isPlausibleVersion, readSignature } from './signature.js';

/**
 * A file with the magic is a PFILE, even one that is cut or of a version nobody knows: reading it then says what is
 * wrong, where calling it plain would invite to protect a damaged file once more. Only version numbers of 256 and above
 * are no PFILE (pfile.md §6). Everything else is plain and can be wrapped.
 */
export async function detect(source: ByteSource): Promise<Detection> {
  const signature = await readSignature(source);
  if (signature !== undefined) {
    const { version } = signature;
    if (version === undefined) {
      return { status: 'protected', certainty: 'certain', reason: 'PFILE, cut off inside its version' };
    }
    if (isPlausibleVersion(version)) {
      return { status: 'protected', certainty: 'certain', reason: `PFILE ${versionText(version)}` };
    }
  }
  return { status: 'plain', certainty: 'fallback', reason: 'any file can be wrapped as a PFILE' };
}
