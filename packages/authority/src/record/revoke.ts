import type { RevocationChange } from '@rightsmith/core';
import type { AuthorityParts, Requester } from '../authority-parts.js';
import { ownDocument } from './own-document.js';

/**
 * Withdraws access to a document from everybody but its owner and super users, or gives it back, and records that. For those
 * of {@link ownDocument}.
 *
 * @throws as it; CannotWrite
 */
export async function setRevoked(
  license: Uint8Array,
  revoked: boolean,
  requester: Requester,
  parts: AuthorityParts,
): Promise<RevocationChange> {
  const { contentId, owner } = await ownDocument(license, requester, parts);
  const entry = {
    time: new Date(parts.clock.now()).toISOString(),
    action: revoked ? ('revoke' as const) : ('restore' as const),
    contentId,
    who: requester.address,
    ...(owner !== undefined && { owner }),
    ...(requester.superUser && { superUser: true }),
  };
  const changed = revoked ? await parts.revocations.add(entry) : await parts.revocations.remove(entry);
  return { contentId, changed };
}
