import {
  Aborted,
  NetworkError,
  NotSupportedByClient,
  RightsmithError,
  ServiceError,
  SignInNeeded,
  UsageError,
} from '@rightsmith/core';
import type * as OpenidClient from 'openid-client';
import { isLoopback } from '../http/allowed-hosts.js';
import { createDispatcher } from '../http/dispatcher.js';
import { readLimited } from '../http/read-limited.js';

/** Bytes of an answer of a provider: metadata, keys and tokens have a few KiB. */
const MAXIMUM_ANSWER_BYTES = 1024 * 1024;

/** Where tokens come from, and for whom. */
export interface IdentityProvider {
  /** URL of the OpenID Connect issuer; plain HTTP only on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** Of confidential clients. */
  readonly clientSecret?: string;
  /** Scopes, separated by blanks. */
  readonly scope?: string;
  /** Audience that tokens are for (`resource` of RFC 8707). Absent: the one the service asks for. A service that asks for another one is refused. */
  readonly audience?: string;
}

/** What a sign-in gave. */
export interface Tokens {
  readonly accessToken: string;
  /** Ms since 1970; absent: not told. */
  readonly expiresAt?: number;
  readonly refreshToken?: string;
}

/** The provider with what openid-client knows of it. */
export interface Provider {
  readonly openid: typeof OpenidClient;
  readonly config: OpenidClient.Configuration;
}

/** Reads what the provider publishes about itself. @throws UsageError, NetworkError, ServiceError */
export async function connectProvider({ issuer, clientId, clientSecret }: IdentityProvider): Promise<Provider> {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !isPlain))
    throw new UsageError(`The issuer must be an https: URL, not ${JSON.stringify(issuer)}.`);
  const openid = await import('openid-client');
  return asking(issuer, async () => {
    const auth = clientSecret === undefined ? openid.None() : undefined;
    const config = await openid.discovery(url, clientId, clientSecret, auth, {
      [openid.customFetch]: await providerFetch(),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out: here it is for this machine only
      ...(isPlain && { execute: [openid.allowInsecureRequests] }),
    });
    return { openid, config };
  });
}

/** Asks the provider. @throws our errors only: SignInNeeded for a refusal, NetworkError, ServiceError, Aborted */
export async function asking<T>(issuer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw providerError(error, new URL(issuer).host);
  }
}

/** What the token endpoint answered. */
export function tokensOf(
  answer: { readonly access_token: string; readonly refresh_token?: string; expiresIn(): number | undefined },
  now: number,
): Tokens {
  const seconds = answer.expiresIn();
  return {
    accessToken: answer.access_token,
    ...(seconds !== undefined && { expiresAt: now + seconds * 1000 }),
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
  };
}

/** The parameters that choose scope and audience. @throws SignInNeeded where the service asks for another audience than the provider was set up for */
export function tokenParameters(
  { scope, audience }: IdentityProvider,
  asked: string | undefined,
): Record<string, string> {
  if (audience !== undefined && asked !== undefined && audience !== asked) {
    throw new SignInNeeded(
      `The service asks for a token for ${JSON.stringify(asked.slice(0, 200))}, and sign-in is set up for ${JSON.stringify(audience)}.`,
      { hint: 'If that is the audience of the service, change "audience" in the profile.' },
    );
  }
  const resource = audience ?? asked;
  return { ...(scope !== undefined && { scope }), ...(resource !== undefined && { resource }) };
}

/** undici's, for the proxies of the environment; see {@link createDispatcher}. */
async function providerFetch(): Promise<OpenidClient.CustomFetch> {
  const [{ fetch }, dispatcher] = await Promise.all([import('undici'), createDispatcher()]);
  return async (url, { body, headers, method, redirect, signal }) => {
    const answer = await fetch(url, {
      method,
      headers,
      redirect,
      dispatcher,
      ...(signal !== undefined && { signal }),
      ...(body !== undefined && body !== null && { body: body as string | URLSearchParams }),
    });
    const { status } = answer;
    const bytes = answer.body === null ? null : await readLimited(answer.body, MAXIMUM_ANSWER_BYTES);
    return new Response(bytes, { status, headers: [...answer.headers] });
  };
}

function providerError(error: unknown, host: string): RightsmithError {
  if (RightsmithError.is(error)) return error;
  const {
    name,
    code,
    error: oauthError,
    cause,
  } = error as {
    readonly name?: string;
    readonly code?: string;
    readonly error?: string;
    readonly cause?: unknown;
  };
  if (name === 'AbortError' || code === 'OAUTH_ABORT') return new Aborted(undefined, { cause: error });
  if (typeof oauthError === 'string') {
    return new SignInNeeded(`The identity provider at ${host} refuses (${oauthError.slice(0, 100)}).`, {
      hint: 'Sign in again (rightsmith login), or check client id, secret and scope.',
    });
  }
  if (code === 'OAUTH_TIMEOUT' || error instanceof TypeError || cause instanceof TypeError)
    return new NetworkError(`The identity provider at ${host} cannot be reached.`, { cause: error });
  if (code === 'OAUTH_UNSUPPORTED_OPERATION')
    return new NotSupportedByClient(`The identity provider at ${host} does not offer this way to sign in.`);
  return new ServiceError(`The identity provider at ${host} answered, but not with a token.`, { cause: error });
}
