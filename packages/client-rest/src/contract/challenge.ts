import { UsageError } from '@rightsmith/core';
import { parseChallenges } from './authenticate-header.js';

/** What a service says about the token it wants; rest.md §3.1. */
export interface Challenge {
  /** URL of the authority that issues tokens. */
  readonly authorization: string;
  /** The audience of the token. */
  readonly resource?: string;
  /** The audience where there is no `resource` (the old root), else a scope. */
  readonly realm?: string;
  readonly scope?: string;
  /** `invalid_token` where a token came and was refused (RFC 6750); other clients pass it over. */
  readonly error?: string;
}

/** Which of several spellings stands for which part, the first that is there. */
const SPELLINGS: Readonly<Record<keyof Challenge, readonly string[]>> = {
  authorization: ['authorization_uri', 'authorization'],
  resource: ['resource'],
  realm: ['realm'],
  scope: ['scope'],
  error: ['error'],
};

/**
 * The value of a `WWW-Authenticate` header. Other clients split it at every comma and `=`, so no value may have one.
 *
 * @throws UsageError naming the part that cannot be told
 */
export function formatChallenge(challenge: Challenge): string {
  const { resource, authorization, realm, scope, error } = challenge;
  // The resource comes first, as in the challenges of the current service.
  const parts = Object.entries({ resource, authorization, realm, scope, error });
  return `Bearer ${parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value = '']) => `${name}="${checked(name, value)}"`)
    .join(', ')}`;
}

/**
 * The bearer challenge in the value of a `WWW-Authenticate` header, which may have several challenges (`fetch` joins headers
 * of one name); undefined where there is none or it names no authority.
 */
export function parseChallenge(header: string): Challenge | undefined {
  for (const { scheme, parameters } of parseChallenges(header)) {
    if (scheme !== 'bearer') continue;
    const part = (name: keyof Challenge): string | undefined =>
      SPELLINGS[name].map((spelling) => parameters.get(spelling)).find((value) => value !== undefined && value !== '');
    const authorization = part('authorization');
    if (authorization === undefined) continue;
    const [resource, realm, scope, error] = [part('resource'), part('realm'), part('scope'), part('error')];
    return {
      authorization,
      ...(resource !== undefined && { resource }),
      ...(realm !== undefined && { realm }),
      ...(scope !== undefined && { scope }),
      ...(error !== undefined && { error }),
    };
  }
  return undefined;
}

function checked(name: string, value: string): string {
  if (/^[\x20-\x7e]+$/.test(value) && !/[,="\\]/.test(value)) return value;
  throw new UsageError(`The ${name} of a challenge cannot be ${JSON.stringify(value)}.`, {
    hint: 'It must be plain text without comma, equals sign, quote and backslash: clients of the protocol split there.',
  });
}
