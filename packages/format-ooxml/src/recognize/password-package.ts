import type { CompoundFile } from '@rightsmith/compound-file';
import { CorruptFile, type FormatContext } from '@rightsmith/core';
import { FieldReader } from '../data-spaces/fields.js';
import { ENCRYPTION_INFO } from '../data-spaces/names.js';
import { streamBytes } from '../data-spaces/stream-bytes.js';
import { opensAgile, opensStandard } from './built-in-password.js';
import type { PasswordScheme } from './password-scheme.js';
import type { PasswordProtected } from './recognition.js';

/** Says how an OOXML document is encrypted with a password; MS-OFFCRYPTO §2.3.4. @throws CorruptFile, LimitReached */
export async function recognizePackagePassword(file: CompoundFile, context: FormatContext): Promise<PasswordProtected> {
  const structure = 'EncryptionInfo';
  const bytes = await streamBytes(file, [ENCRYPTION_INFO], context.limits, { structure });
  const reader = new FieldReader(bytes, structure);
  const scheme = schemeOf(...reader.version());
  return { kind: 'password', scheme, isBuiltInPassword: await isBuiltInPassword(scheme, bytes, context) };
}

function schemeOf(major: number, minor: number): PasswordScheme {
  if (major === 4 && minor === 4) return 'agile';
  if (minor === 2) return 'standard';
  return minor === 3 ? 'extensible' : 'unknown';
}

/** What cannot be made out is not the built-in password: that the file needs one is certain anyway. */
async function isBuiltInPassword(scheme: PasswordScheme, info: Uint8Array, context: FormatContext): Promise<boolean> {
  try {
    if (scheme === 'agile') return await opensAgile(info, context);
    return scheme === 'standard' && (await opensStandard(info, context));
  } catch (error) {
    if (error instanceof CorruptFile) return false;
    throw error;
  }
}
