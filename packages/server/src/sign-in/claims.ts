import { AccessDenied, parseUser } from '@rightsmith/core';
import type { ClaimNames } from '../options.js';
import type { Person } from './person.js';

/** Claims where issuers put the address of a person. */
const ADDRESS_CLAIMS: readonly string[] = ['email', 'preferred_username', 'upn'];

/**
 * Who a verified token is about. An e-mail address that the issuer says it has not verified is passed over.
 *
 * @throws AccessDenied when it names no address
 */
export function personOf(claims: Readonly<Record<string, unknown>>, names: ClaimNames = {}): Person {
  const { address: candidates = ADDRESS_CLAIMS, aliases = 'aliases', groups = 'groups', roles = 'roles' } = names;
  const usable = candidates.filter((name) => name !== 'email' || claims['email_verified'] !== false);
  const address = usable.map((name) => claims[name]).find(isAddress);
  if (address === undefined) {
    throw new AccessDenied('The token names nobody: it has no address.', {
      hint: `It needs one of the claims ${candidates.join(', ')}.`,
    });
  }
  return {
    address,
    aliases: textsOf(claims[aliases]).filter(isAddress),
    groups: textsOf(claims[groups]).filter(isAddress),
    roles: textsOf(claims[roles]),
  };
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && parseUser(value)?.kind === 'address';
}

function textsOf(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
