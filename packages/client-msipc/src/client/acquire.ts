import {
  AccessDenied,
  Expired,
  InternalError,
  OWNER_RIGHT,
  RIGHTS,
  allowsRight,
  knownRight,
  normalizeGuid,
  readPublishingLicense,
  type ClientContext,
  type Policy,
  type PublishingLicense,
  type UseLicense,
} from '@rightsmith/core';
import type { Acquired } from '../thread/messages.js';
import { licenseForLibrary } from './license-bytes.js';
import type { ClientParts } from './client-parts.js';
import { MsipcCipher } from './msipc-cipher.js';
import { periodOf } from './times.js';
import { grantsOf } from './users.js';

const KNOWN_RIGHTS: readonly string[] = RIGHTS.map(({ name }) => name);

/** Opens a licence through the library. Throws as {@link RmsClient.acquire}. */
export async function acquire(bytes: Uint8Array, parts: ClientParts, context: ClientContext): Promise<UseLicense> {
  const license = readPublishingLicense(bytes);
  const { runtime } = parts;
  const call = { license: licenseForLibrary(license), rights: KNOWN_RIGHTS };
  const discard = ({ key }: Acquired): void => void runtime.run('closeKey', { key }).catch(() => undefined);
  const acquired = await parts.prompted({ name: 'acquire', call, discard }, context).catch((error: unknown) => {
    throw refusal(error, license, context);
  });
  const cipher = new MsipcCipher(runtime, acquired);
  const contentId = normalizeGuid(acquired.contentId) ?? acquired.contentId;
  if (contentId !== license.contentId) {
    await cipher.close();
    throw new InternalError('The RMS Client opened another content than was asked for.');
  }
  const keyHandle = Object.freeze({});
  parts.issuedKeys.set(keyHandle, { cipher, contentId, owner: acquired.owner });
  return { ...useLicenseOf(acquired, license, cipher), keyHandle };
}

/** The library has one refusal for everything; the clear text of the licence may tell that the content is over. */
function refusal(error: unknown, license: PublishingLicense, { clock }: ClientContext): unknown {
  if (!(error instanceof AccessDenied)) return error;
  const now = clock.now();
  const details = { cause: error, ...(error.hint !== undefined && { hint: error.hint }) };
  if (license.validUntil !== undefined && now > license.validUntil.getTime())
    return new Expired('The content has expired.', details);
  if (license.validFrom !== undefined && now < license.validFrom.getTime())
    return new Expired('The content cannot be opened yet.', details);
  return error;
}

function useLicenseOf(acquired: Acquired, license: PublishingLicense, cipher: MsipcCipher): UseLicense {
  const { owner, userName, referral, term, interval } = acquired;
  const rights = acquired.rights.includes(OWNER_RIGHT) ? [OWNER_RIGHT] : acquired.rights;
  const { validUntil: contentValidUntil } = periodOf(term);
  const policy = policyOf(acquired, license);
  return {
    contentId: license.contentId,
    rights,
    allows: async (right) => {
      if (allowsRight(rights, right)) return true;
      return knownRight(right) === undefined && cipher.allows(right);
    },
    policy: () => Promise.resolve(policy),
    offline: interval !== 0,
    cipher,
    ...(owner !== undefined && owner !== '' && { owner }),
    // The library names the user by what it shows, which need not be an address.
    ...(userName?.includes('@') === true && { issuedTo: userName }),
    ...(referral !== undefined && referral !== '' && { referral }),
    ...(contentValidUntil !== undefined && { contentValidUntil }),
  };
}

function policyOf(
  { policy, term, interval, referral }: Acquired,
  { descriptor }: PublishingLicense,
): Policy | undefined {
  if (policy === undefined) return undefined;
  const known = descriptor?.names ?? [];
  return {
    names: known.length === 0 && policy.descriptor !== undefined ? [policy.descriptor] : known,
    grants: grantsOf(policy.userRights),
    ...periodOf(term),
    ...(interval !== undefined && { offlineDays: interval }),
    ...(referral !== undefined && referral !== '' && { referral }),
    ...(policy.encryptedData.length > 0 && { encryptedData: Object.fromEntries(policy.encryptedData) }),
  };
}
