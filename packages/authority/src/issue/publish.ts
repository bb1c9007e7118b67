import {
  createContentCipher,
  encodeLicense,
  encryptRightsData,
  sealContentKey,
  throwIfAborted,
  writePublishingLicense,
  type CipherMode,
  type ClientContext,
  type DescriptorInput,
  type Publication,
  type PublishRequest,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { checkAddress } from '../directory/check-address.js';
import { contentKeyFor } from './content-key.js';
import { policyText } from './policy-text.js';

/** A licence that was issued, and the key that its content is to be encrypted with. */
export interface IssuedLicense {
  /** UTF-8 with byte order mark. */
  readonly license: Uint8Array;
  readonly contentId: string;
  readonly owner: string;
  readonly key: Uint8Array;
  readonly mode: CipherMode;
  /** The template's, or a fresh one of a custom policy. */
  readonly descriptor: Pick<DescriptorInput, 'id' | 'names'>;
  readonly referral?: string;
}

/** Publishes for a client, to which the key is only a cipher. @throws as {@link issueLicense} */
export async function publish(
  request: PublishRequest,
  requester: Requester,
  parts: AuthorityParts,
  { signal }: ClientContext,
): Promise<Publication> {
  const { license, contentId, owner, key, mode } = await issueLicense(request, requester, parts, signal);
  return { license, contentId, owner, cipher: createContentCipher({ mode, key }) };
}

/**
 * Issues a publishing licence by the profile of licenses.md §11 and records it. Content published again keeps its owner
 * unless the request names one; new content belongs to whoever publishes it.
 *
 * @throws as {@link RmsClient.publish}; CannotWrite when the record cannot be written; CorruptFile, CannotRead for a damaged home
 */
export async function issueLicense(
  request: PublishRequest,
  requester: Requester,
  parts: AuthorityParts,
  signal: AbortSignal,
): Promise<IssuedLicense> {
  const tenant = await parts.tenant.current();
  const { owner: ownerBefore, contentId, key, mode } = contentKeyFor(request, parts);
  const owner = request.owner ?? ownerBefore ?? requester.address;
  checkAddress(owner, 'The owner');
  const issuedAt = new Date(parts.clock.now());
  const { text: policy, ...clear } = await policyText(request, requester, { contentId, owner, issuedAt }, parts);
  const license = await writePublishingLicense(
    {
      ...clear,
      tenant: tenant.licensor,
      issuedAt,
      contentId,
      owner,
      sealedKey: sealContentKey({ key, mode, recipient: tenant.recipient, principalXml: tenant.principalXml }),
      rightsData: encryptRightsData(policy, key),
      appData: request.signedData ?? {},
      labels: request.labels,
    },
    tenant.sign,
  );
  throwIfAborted(signal);
  const { address: who } = requester;
  await parts.record.append({ time: issuedAt.toISOString(), action: 'publish', contentId, who, owner });
  const { descriptor, referral } = clear;
  return {
    license: encodeLicense(license, 'utf8-bom'),
    contentId,
    owner,
    key,
    mode,
    descriptor,
    ...(referral !== undefined && { referral }),
  };
}
