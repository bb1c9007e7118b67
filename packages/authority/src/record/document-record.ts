import { AccessDenied, isOwner } from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { checkLicense } from '../open/check-license.js';
import type { RecordReading } from './authority-record.js';

/** What the record says about one document. */
export interface DocumentRecord {
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** Address. */
  readonly owner?: string;
  /** Who was granted or denied, when; oldest first. */
  readonly accesses: RecordReading;
}

/**
 * The record of a document for its owner, or for a super user who asks as one.
 *
 * @param license - bytes of its licence, which must be ours: another one could name anybody as owner
 * @throws AccessDenied for everybody else; CorruptFile, Tampered, NotSupportedByClient as opening it would
 */
export async function documentRecord(
  license: Uint8Array,
  { address, superUser }: Requester,
  { tenant, directory, record }: AuthorityParts,
): Promise<DocumentRecord> {
  const { contentId, owner } = checkLicense(license, await tenant.current()).license;
  if (superUser && !(await directory.isSuperUser(address))) throw new AccessDenied(`${address} is not a super user.`);
  if (!superUser && (owner === undefined || !isOwner(await directory.expandIdentity(address), owner))) {
    throw new AccessDenied(`${address} is not the owner of this content.`, {
      hint: 'Only its owner and super users learn who has opened it.',
    });
  }
  const accesses = record.read({ contentId, actions: ['grant', 'deny'] });
  return { contentId, ...(owner !== undefined && { owner }), accesses };
}
