import { UsageError } from '../errors.js';
import type { Grant } from './policy.js';

/** A bundle of rights with a name; licenses.md §8.2. */
export interface Role {
  /** As the REST protocol spells it. */
  readonly name: string;
  /** What portals called and call it, lower case. */
  readonly aliases: readonly string[];
  readonly rights: readonly string[];
}

const VIEWER_RIGHTS = ['VIEW', 'VIEWRIGHTSDATA', 'REPLY', 'REPLYALL', 'OBJMODEL'];
const REVIEWER_RIGHTS = [...VIEWER_RIGHTS, 'EDIT', 'DOCEDIT', 'FORWARD'];
// EXPORT is not part of this role in every portal; licenses.md §8.2 lists it, so it is here.
const AUTHOR_RIGHTS = [...REVIEWER_RIGHTS, 'EXTRACT', 'PRINT', 'EXPORT'];

/** The four roles, weakest first. */
export const ROLES: readonly Role[] = [
  { name: 'VIEWER', aliases: [], rights: VIEWER_RIGHTS },
  { name: 'REVIEWER', aliases: ['restricted-editor'], rights: REVIEWER_RIGHTS },
  { name: 'AUTHOR', aliases: ['co-author', 'editor'], rights: AUTHOR_RIGHTS },
  { name: 'COOWNER', aliases: ['co-owner', 'owner'], rights: [...AUTHOR_RIGHTS, 'EDITRIGHTSDATA', 'OWNER'] },
];

// The exact membership of both has shifted over the years (licenses.md §8.2); these are the rights named there.
const DO_NOT_FORWARD_RIGHTS = ['VIEW', 'EDIT', 'DOCEDIT', 'OBJMODEL', 'VIEWRIGHTSDATA', 'REPLY', 'REPLYALL'];
const ENCRYPT_ONLY_RIGHTS = [...DO_NOT_FORWARD_RIGHTS, 'COMMENT', 'EXTRACT', 'PRINT', 'FORWARD', 'EDITRIGHTSDATA'];

/** The role of this name or alias, in any case and with blanks or hyphens alike (`Co-Author`, `restricted editor`); undefined if there is none. */
export function findRole(name: string): Role | undefined {
  const wanted = name.toLowerCase().replaceAll(' ', '-');
  return ROLES.find((role) => role.name.toLowerCase() === wanted || role.aliases.includes(wanted));
}

/** One grant with the rights of a role. @throws UsageError for an unknown role */
export function grantsForRole(role: string, users: readonly string[]): Grant[] {
  const found = findRole(role);
  if (found === undefined) {
    throw new UsageError(`There is no role "${role}".`, {
      hint: `The roles are ${ROLES.map(({ name }) => name.toLowerCase()).join(', ')}.`,
    });
  }
  return [{ users, rights: found.rights }];
}

/** Recipients may read and answer, but not forward, print, copy or save without protection; licenses.md §8.2. */
export function doNotForward(users: readonly string[]): Grant[] {
  return [{ users, rights: DO_NOT_FORWARD_RIGHTS }];
}

/** Recipients may do everything except take the protection off: neither EXPORT nor OWNER; licenses.md §8.2. */
export function encryptOnly(users: readonly string[]): Grant[] {
  return [{ users, rights: ENCRYPT_ONLY_RIGHTS }];
}
