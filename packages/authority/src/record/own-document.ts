import { AccessDenied, isOwner } from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';

/** A document and whose it is. */
export interface OwnDocument {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** Address. */
  readonly owner?: string;
}

/**
 * The document of a licence, for its owner, an administrator, or a super user who asks as one.
 *
 * @param license - bytes of its licence, which must be ours: another one could name anybody as owner
 * @throws AccessDenied for everybody else; CorruptFile, Tampered, NotSupportedByClient as opening it would
 */
export async function ownDocument(
  license: Uint8Array,
  requester: Requester,
  { tenant, directory, licenses }: AuthorityParts,
): Promise<OwnDocument> {
  const { contentId, owner } = licenses.check(license, await tenant.current()).license;
  const { address, superUser, administrator } = requester;
  const document = { contentId, ...(owner !== undefined && { owner }) };
  if (superUser) {
    if (await directory.isSuperUser(address)) return document;
    throw new AccessDenied(`${address} is not a super user.`);
  }
  if (administrator) return document;
  if (owner !== undefined && isOwner(await directory.expandIdentity(address, requester), owner)) return document;
  throw new AccessDenied(`${address} is not the owner of this content.`, {
    hint: 'Only its owner, administrators and super users may ask for this.',
  });
}
