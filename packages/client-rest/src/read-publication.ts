import {
  CorruptFile,
  Tampered,
  cipherModeByServiceName,
  createContentCipher,
  decodeBase64,
  decodeLicense,
  encodeLicense,
  normalizeGuid,
  readPublishingLicense,
  type ContentCipher,
  type Publication,
} from '@rightsmith/core';
import { PUBLISHING_ANSWER } from './contract/publishing-answer.js';
import type { ContentKey } from './contract/shapes.js';
import { parseAnswer, unfit } from './parse-answer.js';

/** The licence and the key in the answer to a publishing request; rest.md §5.3. @throws ServiceError */
export function readPublication(text: string): Publication {
  const answer = parseAnswer(text, PUBLISHING_ANSWER, 'publishing answer');
  const bytes = decodeBase64(answer.SerializedPublishingLicense);
  if (bytes === undefined) throw unfit('publishing answer', 'the licence is not base64');
  const { contentId, license } = readIssued(bytes);
  const named = answer.ContentId ?? undefined;
  if (named !== undefined && normalizeGuid(named) !== contentId)
    throw unfit('publishing answer', 'the content id is not that of the licence');
  return { license, contentId, owner: answer.Owner, cipher: cipherOf(answer.Key) };
}

function readIssued(bytes: Uint8Array): { readonly contentId: string; readonly license: Uint8Array } {
  try {
    const { contentId } = readPublishingLicense(bytes);
    return { contentId, license: encodeLicense(decodeLicense(bytes).text, 'utf8-bom') };
  } catch (error) {
    if (error instanceof CorruptFile || error instanceof Tampered)
      throw unfit('publishing answer', 'the licence cannot be read');
    throw error;
  }
}

function cipherOf({ Algorithm, CipherMode, Value }: ContentKey): ContentCipher {
  const mode = cipherModeByServiceName(CipherMode);
  const key = decodeBase64(Value);
  if (Algorithm.toUpperCase() !== 'AES' || mode === undefined || ![16, 32].includes(key?.length ?? 0))
    throw unfit('publishing answer', 'the content key is not one this client knows');
  try {
    return createContentCipher({ mode, key: key ?? new Uint8Array() });
  } finally {
    key?.fill(0);
  }
}
