import { ADMINISTRATOR_ROLE } from '../options.js';

/** A person that the development issuer knows. */
export interface DevUser {
  readonly address: string;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** Everybody there is. Who asks for a token in one of these names gets it: nothing is proved. */
export const DEV_USERS: readonly DevUser[] = [
  { address: 'alice@example.com', groups: ['staff@example.com'], roles: [] },
  { address: 'bob@example.com', groups: ['staff@example.com'], roles: [] },
  { address: 'carol@example.com', groups: [], roles: [] },
  { address: 'admin@example.com', groups: [], roles: [ADMINISTRATOR_ROLE] },
];

/** The user with this address, compared without case. */
export function findDevUser(address: string): DevUser | undefined {
  return DEV_USERS.find((user) => user.address === address.toLowerCase());
}
