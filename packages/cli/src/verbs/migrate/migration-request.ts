import { AccessDenied, OWNER_RIGHT, UsageError } from '@rightsmith/core';
import type { CurrentRights, Grant, NewPolicy, RepublishRequest, RmsClient } from '@rightsmith/core';
import { mappedTemplate, mappedUser, type Mapping } from './mapping.js';

const MAILTO = 'mailto:';

/** Where nobody else is left. */
const OWNER_ONLY: readonly Grant[] = [{ users: ['owner'], rights: [OWNER_RIGHT] }];

/** How a file is published again by a mapping: with another client, or by the same one under the same key. */
export function migrationRequest(mapping: Mapping, publishWith: RmsClient | undefined): RepublishRequest {
  return {
    policy: (current) => mappedPolicy(mapping, current),
    owner: (current) => mappedOwner(mapping, current),
    check: true,
    ...(publishWith !== undefined && { publishWith }),
  };
}

function mappedPolicy(mapping: Mapping, current: CurrentRights): NewPolicy {
  const { license, policy } = current;
  const template = license.kind === 'template' ? mappedTemplate(mapping, license) : null;
  if (typeof template === 'string') return { template };
  if (template === undefined) throw new UsageError('The mapping does not tell what becomes of the template.');
  if (policy === undefined) {
    throw new AccessDenied('The policy can be taken along only by who may see it.', {
      right: 'VIEWRIGHTSDATA',
      hint: 'Migrate as the owner or a super user, or map the template to another one.',
    });
  }
  const referral = policy.referral ?? license.referral;
  const grants = policy.grants.flatMap((grant) => mappedGrant(mapping, grant));
  return {
    grants: grants.length === 0 ? OWNER_ONLY : grants,
    ...(referral !== undefined && { referral: mappedReferral(mapping, referral) }),
  };
}

/** Nobody is left of some. */
function mappedGrant(mapping: Mapping, grant: Grant): Grant[] {
  const users = grant.users.map((user) => mappedUser(mapping, user)).filter((user) => user !== null);
  return users.length === 0 ? [] : [{ ...grant, users }];
}

/** `null`: there is nobody to ask any more. */
function mappedReferral(mapping: Mapping, referral: string): string | null {
  if (!referral.toLowerCase().startsWith(MAILTO)) return referral;
  const [address = '', ...query] = referral.slice(MAILTO.length).split(/(?=\?)/);
  const mapped = mappedUser(mapping, address);
  return mapped === null ? null : [MAILTO, mapped, ...query].join('');
}

function mappedOwner(mapping: Mapping, { license: { owner } }: CurrentRights): string | undefined {
  if (owner === undefined) return undefined;
  const mapped = mappedUser(mapping, owner);
  if (mapped !== null) return mapped;
  throw new UsageError(`${owner} owns the file, and the mapping gives nobody in that place.`, {
    hint: 'Map the address of the owner to that of the new one.',
  });
}
