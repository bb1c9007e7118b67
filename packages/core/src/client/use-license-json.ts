import { createContentCipher } from '../cipher/aes-content-cipher.js';
import type { ContentCipher } from '../cipher/content-cipher.js';
import { cipherModeByServiceName } from '../cipher/modes.js';
import { AccessDenied, Expired } from '../errors.js';
import { decodeBase64 } from '../license/base64.js';
import { normalizeGuid } from '../license/guid.js';
import { NO_LICENSE_CACHE } from '../rights/check-policy.js';
import { OWNER_RIGHT } from '../rights/rights.js';
import { JsonReader } from './json-reader.js';
import type { UseLicense } from './rms-client.js';
import { createUseLicense } from './use-license.js';
import { readJsonPolicy } from './use-license-policy.js';

/**
 * Reads the answer of a service to a request for a use licence; rest.md §6.2. Unknown members are passed over.
 * The content key in it becomes the licence's cipher; no error shows any of the text.
 *
 * @throws AccessDenied with the referral, or Expired, where that is the answer; CorruptFile naming the member that is not as it must be
 */
export function parseUseLicenseJson(text: string): UseLicense {
  const answer = JsonReader.parse(text);
  const owner = answer.text('Owner');
  const issuedTo = answer.text('IssuedTo');
  const referral = readReferral(answer);
  refuseUnlessGranted(answer, referral);

  const isOwner = owner !== undefined && owner.toLowerCase() === issuedTo?.toLowerCase();
  const rights = [...(answer.texts('Rights') ?? []), ...(isOwner ? [OWNER_RIGHT] : [])];
  if (rights.length === 0) throw denied(referral);

  const policy = readJsonPolicy(answer);
  const contentValidUntil = answer.date('ContentValidUntil', 'utc');
  const validUntil = answer.date('LicenseValidUntil', 'local');
  return createUseLicense({
    contentId: readContentId(answer),
    rights,
    offline: readOffline(answer),
    ...(owner !== undefined && { owner }),
    ...(issuedTo !== undefined && { issuedTo }),
    ...(referral !== undefined && { referral }),
    ...(policy !== undefined && { policy }),
    ...(contentValidUntil !== undefined && { contentValidUntil }),
    ...(validUntil !== undefined && { validUntil }),
    cipher: readCipher(answer),
    serialize: () => text,
  });
}

function refuseUnlessGranted(answer: JsonReader, referral: string | undefined): void {
  const status = answer.text('AccessStatus')?.toLowerCase();
  const granted = status === undefined ? answer.object('Key') !== undefined : status === 'accessgranted';
  if (granted) return;
  if (status === undefined || status === 'accessdenied') throw denied(referral);
  if (status === 'contentexpired')
    throw new Expired('The content is past its end.', referral === undefined ? {} : { hint: `Ask ${referral}.` });
  throw answer.wrong('AccessStatus', 'none of the known ones');
}

function denied(referral: string | undefined): AccessDenied {
  return new AccessDenied('The service grants no right to this content.', referral === undefined ? {} : { referral });
}

/** A bare address becomes a `mailto:` one. */
function readReferral(answer: JsonReader): string | undefined {
  const referral = answer.text('Referrer');
  return referral !== undefined && /^[^:/]+@/.test(referral) ? `mailto:${referral}` : referral;
}

/** The protocol allows it to be missing, but then nothing ties the licence to a document, so it is required here. */
function readContentId(answer: JsonReader): string {
  const contentId = normalizeGuid(answer.text('ContentId') ?? '');
  if (contentId === undefined) throw answer.wrong('ContentId', 'not a GUID');
  return contentId;
}

function readOffline(answer: JsonReader): boolean {
  const policy = answer.object('Policy');
  const policyForbids = policy !== undefined && (policy.number('IntervalTimeInDays') ?? 0) <= 0;
  const dataForbids = answer.textMap('EncryptedApplicationData')?.[NO_LICENSE_CACHE] === '1';
  return (answer.flag('allowOfflineAccess') ?? true) && !policyForbids && !dataForbids;
}

/** `Size` is not read: services disagree on its unit (rest.md §5.3), and the length of `Value` says it. */
function readCipher(answer: JsonReader): ContentCipher {
  const sealed = answer.object('Key');
  if (sealed === undefined) throw answer.wrong('Key', 'missing');
  if (sealed.text('Algorithm')?.toUpperCase() !== 'AES') throw sealed.wrong('Algorithm', 'not AES');
  const mode = cipherModeByServiceName(sealed.text('CipherMode') ?? '');
  if (mode === undefined) throw sealed.wrong('CipherMode', 'not one of the three known ones');
  const key = decodeBase64(sealed.text('Value') ?? '');
  if (key === undefined || ![16, 24, 32].includes(key.length))
    throw sealed.wrong('Value', 'not the base64 text of an AES key');
  try {
    return createContentCipher({ mode, key });
  } finally {
    key.fill(0);
  }
}
