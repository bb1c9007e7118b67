import { encodeLicense, type PublishingLicense } from '@rightsmith/core';

/**
 * A licence as the library gets it: UTF-8 with byte order mark, which is how it writes its own (rms-client-features.md PUB-3).
 * Containers store other encodings and a NUL at the end; whether it reads those is not known (licenses.md §9).
 */
export function licenseForLibrary({ text }: PublishingLicense): Uint8Array {
  return encodeLicense(text, 'utf8-bom');
}
