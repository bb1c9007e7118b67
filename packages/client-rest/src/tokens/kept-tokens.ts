import { RightsmithError, SignInNeeded } from '@rightsmith/core';
import {
  asking,
  connectProvider,
  tokenParameters,
  tokensOf,
  type IdentityProvider,
  type Tokens,
} from './identity-provider.js';
import type { TokenRequest, TokenSource } from './token-source.js';
import type { TokenStore } from './token-store.js';

/** Ms before its end from which on a token is not used: clocks differ, and calls take time. */
const MARGIN_MS = 60_000;

/** Whether a token may be used at `now`. */
export function isFresh({ expiresAt }: Tokens, now: number): boolean {
  return expiresAt === undefined || now < expiresAt - MARGIN_MS;
}

/** The tokens of a person who signed in before, renewed by their refresh token. Asked for at once by several, they are renewed once. */
export function keptTokens(provider: IdentityProvider, store: TokenStore): TokenSource {
  let renewing: Promise<string> | undefined;
  return async (request) => {
    const tokens = await store.load();
    if (tokens === undefined) throw signInNeeded('Nobody is signed in.');
    tokenParameters(provider, request.challenge.resource);
    const { accessToken } = tokens;
    if (accessToken !== request.refused && isFresh(tokens, request.context.clock.now())) return accessToken;
    renewing ??= renew(provider, store, tokens, request).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
}

async function renew(
  provider: IdentityProvider,
  store: TokenStore,
  tokens: Tokens,
  request: TokenRequest,
): Promise<string> {
  const { refreshToken } = tokens;
  if (refreshToken === undefined) throw signInNeeded('The sign-in is over.');
  const { openid, config } = await connectProvider(provider);
  try {
    const { resource } = tokenParameters(provider, request.challenge.resource);
    const parameters = resource === undefined ? {} : { resource };
    const answer = await asking(provider.issuer, () => openid.refreshTokenGrant(config, refreshToken, parameters));
    const renewed = tokensOf(answer, request.context.clock.now());
    // Providers that do not rotate refresh tokens send none.
    await store.save({ refreshToken, ...renewed });
    return renewed.accessToken;
  } catch (error) {
    if (RightsmithError.is(error) && error.code === 'SignInNeeded') return otherProcessRenewed(store, tokens, error);
    throw error;
  }
}

/** Refresh tokens that rotate count once, and another process may have been first. */
async function otherProcessRenewed(store: TokenStore, before: Tokens, error: RightsmithError): Promise<string> {
  const now = await store.load();
  if (now !== undefined && now.accessToken !== before.accessToken) return now.accessToken;
  throw error;
}

function signInNeeded(what: string): SignInNeeded {
  return new SignInNeeded(what, { hint: 'Sign in with rightsmith login.' });
}
