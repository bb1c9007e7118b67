import { decodeLicense, splitBlocks, verifyLicense } from '@rightsmith/core';
import { outcome, type Subject } from './subject.js';

/** A bare licence: where its signatures are said to hold, its signed texts must be the old ones. Whole blocks at its end can be cut off. */
export function licenseSubject(name: string, bytes: Uint8Array): Subject {
  const signedTexts = bodiesOf(bytes);
  const wasValid = verifyLicense(bytes).valid;
  return {
    name,
    bytes,
    borders: elementBorders(bytes),
    judge: async (changed) => {
      const result = await outcome(() => verifyLicense(changed));
      if ('error' in result || !result.value.valid) return undefined;
      if (!wasValid) return 'a changed licence began to verify';
      const isOld = bodiesOf(changed).every((text, index) => text === signedTexts[index]);
      return isOld ? undefined : 'a changed licence verifies';
    },
  };
}

function bodiesOf(bytes: Uint8Array): string[] {
  return splitBlocks(decodeLicense(bytes).text).map(({ bodyText }) => bodyText);
}

/** Offsets at which XrML blocks, bodies and signatures begin, in the bytes of any of the encodings. */
function elementBorders(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\0', '');
  const unit = bytes.length / text.length > 1.5 ? 2 : 1;
  return [...text.matchAll(/<\/?(?:XrML|BODY|ISSUER|WORK|ISSUEDPRINCIPALS|AUTHENTICATEDDATA|SIGNATURE)\b/g)].map(
    ({ index }) => index * unit,
  );
}
