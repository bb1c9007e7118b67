import {
  PUBLISHED_BY,
  createContentCipher,
  encodeLicense,
  encryptRightsData,
  foldAddress,
  sealContentKey,
  throwIfAborted,
  writePublishingLicense,
  type CipherMode,
  type ClientContext,
  type DescriptorInput,
  type Publication,
  type PublishRequest,
  type StringMap,
  type WarningCode,
} from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { checkAddress } from '../directory/check-address.js';
import type { RecordEntry } from '../record/record-entry.js';
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
  const becomesOwner = request.sameKeyAs === undefined && isSame(owner, requester.address);
  const warnings: readonly WarningCode[] =
    becomesOwner && (await parts.directory.isServiceAccount(owner)) ? ['service-account-owner'] : [];
  return { license, contentId, owner, cipher: createContentCipher({ mode, key }), warnings };
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
  const owner = request.owner ?? ownerBefore ?? request.onBehalfOf ?? requester.address;
  checkAddress(owner, 'The owner');
  if (request.onBehalfOf !== undefined) checkAddress(request.onBehalfOf, 'The person to publish for');
  const issuedAt = new Date(parts.clock.now());
  const { text: policy, ...clear } = await policyText(request, requester, { contentId, owner, issuedAt }, parts);
  const license = await writePublishingLicense(
    {
      tenant: tenant.licensor,
      issuedAt,
      contentId,
      owner,
      sealedKey: sealContentKey({ key, mode, recipient: tenant.recipient, principalXml: tenant.principalXml }),
      rightsData: encryptRightsData(policy, key),
      appData: signedData(request, owner, requester),
      labels: request.labels,
      ...clear,
    },
    tenant.sign,
  );
  throwIfAborted(signal);
  const { descriptor, referral } = clear;
  const time = issuedAt.toISOString();
  await parts.record.append(recordEntry(request, requester, { time, contentId, owner, descriptor }));
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

/** That of the request, and who published if that is not the owner: nobody but us says that. */
function signedData({ signedData: given = {} }: PublishRequest, owner: string, { address }: Requester): StringMap {
  const others = Object.entries(given).filter(([name]) => name !== PUBLISHED_BY);
  return Object.fromEntries(isSame(owner, address) ? others : [...others, [PUBLISHED_BY, address]]);
}

function isSame(one: string, other: string): boolean {
  return foldAddress(one) === foldAddress(other);
}

function recordEntry(
  { sameKeyAs, onBehalfOf }: PublishRequest,
  { address: who }: Requester,
  {
    time,
    contentId,
    owner,
    descriptor,
  }: Pick<RecordEntry, 'time' | 'contentId'> & Pick<Publication, 'owner'> & Descriptor,
): RecordEntry {
  return {
    time,
    action: sameKeyAs === undefined ? 'publish' : 'republish',
    contentId,
    who,
    owner,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    ...(descriptor.kind === 'template' && { template: descriptor.id }),
  };
}

interface Descriptor {
  readonly descriptor: Pick<DescriptorInput, 'kind' | 'id'>;
}
