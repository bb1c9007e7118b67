import { createHash } from 'node:crypto';
import { RightsmithError, ServiceError, SignInNeeded, UsageError } from '@rightsmith/core';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { IssuerOptions } from '../options.js';
import { personOf } from './claims.js';
import type { Person } from './person.js';

/** Signature algorithms that tokens may have. None of them has a key that the verifier shares with the issuer. */
export const DEFAULT_ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];

/** Seconds that the clocks of issuer and server may differ. */
const CLOCK_TOLERANCE = 30;
/** Milliseconds for which a token need not be verified again; none is taken beyond its end. */
const KNOWN_FOR = 60_000;
const MAXIMUM_KNOWN = 10_000;
/** Milliseconds before the keys of the issuer are asked for again because of a key that is unknown. */
const KEYS_COOLDOWN = 2_000;
const ISSUER_TIMEOUT = 5_000;
const MAXIMUM_TOKEN_LENGTH = 16_384;

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Proves who a bearer token is about. @throws SignInNeeded for what is no good token; AccessDenied; ServiceError when the issuer cannot be asked */
export type VerifyToken = (token: string) => Promise<Person>;

/** Verifies tokens against the keys of their issuer, which are fetched at the first token and when an unknown key turns up. */
export function tokenVerifier(issuer: IssuerOptions, clock: () => number = Date.now): VerifyToken {
  const { algorithms = DEFAULT_ALGORITHMS } = issuer;
  const unfit = algorithms.find((name) => !DEFAULT_ALGORITHMS.includes(name));
  if (unfit !== undefined) {
    throw new UsageError(`Tokens cannot be taken with the algorithm ${JSON.stringify(unfit)}.`, {
      hint: `The algorithms are ${DEFAULT_ALGORITHMS.join(', ')}.`,
    });
  }
  const known = new KnownTokens(clock);
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const findKeys = (): Promise<JWTVerifyGetKey> => {
    keys ??= issuerKeys(issuer.url).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return async (token) => {
    if (token.length > MAXIMUM_TOKEN_LENGTH) throw new SignInNeeded('The token is too long.');
    const before = known.find(token);
    if (before !== undefined) return before;
    const claims = await verified(token, await findKeys(), { ...issuer, url: issuer.url, algorithms });
    const person = personOf(claims, issuer.claims);
    known.add(token, person, (claims.exp ?? 0) * 1000);
    return person;
  };
}

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  { url, audience, algorithms = [] }: IssuerOptions,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: url,
      audience,
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE,
    });
    return payload;
  } catch (cause) {
    if (isFailureOfIssuer(cause)) throw unreachable(url, cause);
    throw new SignInNeeded('The token is not accepted.', { cause });
  }
}

/** Whether the keys could not be had: everything else is a fault of the token. */
function isFailureOfIssuer(cause: unknown): boolean {
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) return false;
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return true;
  // What jose throws for an answer of the issuer that is no key set is its base class.
  return !(cause instanceof errors.JOSEError) || cause.code === 'ERR_JOSE_GENERIC';
}

async function issuerKeys(url: string): Promise<JWTVerifyGetKey> {
  const address = `${url.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(ISSUER_TIMEOUT) });
    if (!answer.ok) throw new ServiceError(`The issuer answered with HTTP ${answer.status}.`);
    const metadata = METADATA.parse(await answer.json());
    if (metadata.issuer !== url) throw new ServiceError('The issuer at this URL calls itself otherwise.');
    return createRemoteJWKSet(new URL(metadata.jwks_uri), {
      cooldownDuration: KEYS_COOLDOWN,
      timeoutDuration: ISSUER_TIMEOUT,
    });
  } catch (cause) {
    throw RightsmithError.is(cause) ? cause : unreachable(url, cause);
  }
}

function unreachable(url: string, cause: unknown): ServiceError {
  return new ServiceError(`The keys of the token issuer ${url} cannot be had.`, { cause });
}

/** Tokens that were verified a short while ago, by their hash: a token itself is never kept. */
class KnownTokens {
  readonly #clock: () => number;
  readonly #known = new Map<string, { readonly person: Person; readonly until: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  find(token: string): Person | undefined {
    const found = this.#known.get(hashOf(token));
    return found !== undefined && this.#clock() < found.until ? found.person : undefined;
  }

  add(token: string, person: Person, expires: number): void {
    // A Map gives its members oldest first.
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAXIMUM_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(hashOf(token), { person, until: Math.min(expires, this.#clock() + KNOWN_FOR) });
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
