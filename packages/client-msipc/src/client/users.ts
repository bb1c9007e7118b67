import { normalizeRight, parseUser, type Grant } from '@rightsmith/core';
import { USER_TYPE } from '../abi/constants.js';
import type { UserRights } from '../thread/messages.js';

/** The special users of the library; rms-client-features.md LIC-5. */
const ANYONE = 'ANYONE';
const OWNER = 'OWNER';

/**
 * Grants as the library has them: every user once. Without an entry for the owner the library gives him nothing
 * (rms-client-features.md LIC-6).
 *
 * @param grants - checked
 */
export function userRightsOf(grants: readonly Grant[], grantOwner: boolean): readonly UserRights[] {
  const users = new Map<string, { readonly type: number; readonly id: string; readonly rights: Set<string> }>();
  const add = (text: string, rights: readonly string[]): void => {
    const user = userOf(text);
    const entry = users.get(`${user.type} ${user.id}`) ?? { ...user, rights: new Set() };
    for (const right of rights) entry.rights.add(normalizeRight(right));
    users.set(`${user.type} ${user.id}`, entry);
  };
  for (const grant of grants) for (const user of grant.users) add(user, grant.rights);
  if (grantOwner) add('owner', ['OWNER']);
  return [...users.values()].map(({ type, id, rights }) => ({ type, id, rights: [...rights] }));
}

function userOf(text: string): Omit<UserRights, 'rights'> {
  const user = parseUser(text);
  switch (user?.kind) {
    case 'anyone':
      return { type: USER_TYPE.special, id: ANYONE };
    case 'owner':
      return { type: USER_TYPE.special, id: OWNER };
    case 'domain':
      return { type: USER_TYPE.address, id: `@${user.domain}` };
    case 'address':
    case undefined:
      return { type: USER_TYPE.address, id: text };
  }
}

/** The reverse. `NULL` is nobody. */
export function grantsOf(entries: readonly UserRights[]): readonly Grant[] {
  return entries.flatMap(({ type, id, rights }) => {
    if (type !== USER_TYPE.special) return [{ users: [id], rights }];
    const special = id.toUpperCase();
    return special === ANYONE || special === OWNER ? [{ users: [special.toLowerCase()], rights }] : [];
  });
}
