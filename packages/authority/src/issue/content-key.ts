import {
  AccessDenied,
  NotSupportedByClient,
  OWNER_RIGHT,
  UsageError,
  foldAddress,
  type CipherMode,
  type PublishRequest,
} from '@rightsmith/core';
import type { AuthorityParts } from '../authority-parts.js';
import { randomGuid } from '../guid.js';

/** Key and identity of the content a licence is made for. */
export interface IssuedContent {
  readonly key: Uint8Array;
  readonly mode: CipherMode;
  /** GUID, lower case, no braces. */
  readonly contentId: string;
  /** The owner so far, where the content was published before. */
  readonly owner?: string;
}

/**
 * The key a new licence is for: a fresh AES-256 key for CBC4K, AES-128 for ECB where old readers are asked for
 * (licenses.md §11.4), or that of a use licence this authority has issued in this process.
 *
 * @throws NotSupportedByClient for a use licence from elsewhere; AccessDenied when it does not allow to change the policy, or the
 *   owner;
 *   UsageError when old algorithms are asked for content that has others
 */
export function contentKeyFor(request: PublishRequest, { issuedKeys, random }: AuthorityParts): IssuedContent {
  const { sameKeyAs, deprecatedAlgorithms } = request;
  if (sameKeyAs === undefined) {
    const contentId = randomGuid(random);
    return deprecatedAlgorithms
      ? { key: random.bytes(16), mode: 'ECB', contentId }
      : { key: random.bytes(32), mode: 'CBC4K', contentId };
  }
  const { keyHandle, cipher } = sameKeyAs;
  const issued = keyHandle === undefined ? undefined : issuedKeys.get(keyHandle);
  if (issued === undefined) {
    throw new NotSupportedByClient('The content key can be used again only with a use licence of this authority.', {
      hint: 'Acquire the use licence from the client that publishes, or protect the content anew.',
    });
  }
  if (!issued.mayRepublish) {
    throw new AccessDenied('The use licence does not allow to change the policy.', { right: 'EDITRIGHTSDATA' });
  }
  const { key, contentId, owner } = issued;
  if (request.owner !== undefined && !issued.isOwner && !sameAddress(request.owner, owner)) {
    throw new AccessDenied('Only who holds the right to everything may name another owner.', { right: OWNER_RIGHT });
  }
  if (deprecatedAlgorithms && cipher.mode !== 'ECB') {
    throw new UsageError(
      'The content is encrypted with another algorithm than the deprecated one that was asked for.',
      {
        hint: 'Leave the algorithm out, or protect the content anew.',
      },
    );
  }
  return { key, mode: cipher.mode, contentId, ...(owner !== undefined && { owner }) };
}

function sameAddress(one: string, other: string | undefined): boolean {
  return other !== undefined && foldAddress(one) === foldAddress(other);
}
