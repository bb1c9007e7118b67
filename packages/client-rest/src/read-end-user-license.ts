import { CorruptFile, Tampered, parseUseLicenseJson, type PublishingLicense, type UseLicense } from '@rightsmith/core';
import { z } from 'zod';
import { parseAnswer, unfit } from './parse-answer.js';

const WHAT = 'use licence';
const OBJECT = z.record(z.string(), z.unknown());

/**
 * The use licence in the answer to a request for one; rest.md §6.2. The protocol lets the content id be missing: then it is
 * that of the licence that was sent.
 *
 * @throws AccessDenied with the referral, Expired; Tampered for a use licence of other content; ServiceError
 */
export function readEndUserLicense(text: string, license: PublishingLicense): UseLicense {
  const answer = parseAnswer(text, OBJECT, WHAT);
  const contentId = answer['ContentId'] ?? `{${license.contentId}}`;
  const useLicense = parsed(JSON.stringify({ ...answer, ContentId: contentId }));
  if (useLicense.contentId === license.contentId) return useLicense;
  void useLicense.cipher.close();
  throw new Tampered('The service answered with a use licence for other content.');
}

function parsed(text: string): UseLicense {
  try {
    return parseUseLicenseJson(text);
  } catch (error) {
    // It is the service's answer that is damaged, not the caller's file.
    if (error instanceof CorruptFile) throw unfit(WHAT, error.message.replace(/\.$/, ''));
    throw error;
  }
}
