import { RightsmithError, SignInNeeded, foldAddress } from '@rightsmith/core';
import type { ClientOptions } from '@rightsmith/authority';
import { formatChallenge, type Challenge } from '@rightsmith/client-rest/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADMINISTRATOR_ROLE, SUPER_USER_ROLE } from '../options.js';
import type { ServiceState } from '../service-state.js';
import type { Person } from './person.js';

/** Who a request is from, or why that is unknown. */
const SIGN_INS = new WeakMap<FastifyRequest, Person | RightsmithError>();

/** Finds out who a request is from, before its body is looked at. */
export async function signIn(request: FastifyRequest, { verify }: ServiceState): Promise<void> {
  SIGN_INS.set(request, await identify(request.headers.authorization, verify));
}

async function identify(
  authorization: string | undefined,
  verify: ServiceState['verify'],
): Promise<Person | RightsmithError> {
  const token = /^Bearer +([^\s]+)\s*$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return new SignInNeeded('A token is needed.');
  try {
    return await verify(token);
  } catch (error) {
    if (RightsmithError.is(error)) return error;
    throw error;
  }
}

/** Who the request is from, if anybody. */
export function signedIn(request: FastifyRequest): Person | undefined {
  const person = SIGN_INS.get(request);
  return person === undefined || person instanceof Error ? undefined : person;
}

/** Who the request is from. @throws why that is unknown */
export function personIn(request: FastifyRequest): Person {
  const person = SIGN_INS.get(request) ?? new SignInNeeded('A token is needed.');
  if (person instanceof Error) throw person;
  return person;
}

/** What the authority is told about a person beside the address. */
export function knownOf({ aliases, groups, roles }: Person): ClientOptions {
  return { aliases, groups, superUser: roles.includes(SUPER_USER_ROLE) };
}

/** Whether a person may administer. */
export function isAdministrator(
  { address, aliases, groups, roles }: Person,
  { administrators }: ServiceState,
): boolean {
  return (
    roles.includes(ADMINISTRATOR_ROLE) ||
    [address, ...aliases, ...groups].some((name) => administrators.has(foldAddress(name)))
  );
}

/** Says on an answer which token is wanted; rest.md §3.1. The old root names the audience as its realm. */
export function challenge(request: FastifyRequest, reply: FastifyReply, { issuer }: ServiceState): void {
  const audience: Partial<Challenge> = request.url.startsWith('/my/v1/')
    ? { realm: issuer.audience }
    : { resource: issuer.audience };
  const error: Partial<Challenge> = request.headers.authorization === undefined ? {} : { error: 'invalid_token' };
  void reply.header('www-authenticate', formatChallenge({ authorization: issuer.url, ...audience, ...error }));
}
