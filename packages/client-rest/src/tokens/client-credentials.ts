import {
  asking,
  connectProvider,
  tokenParameters,
  tokensOf,
  type IdentityProvider,
  type Provider,
  type Tokens,
} from './identity-provider.js';
import { isFresh } from './kept-tokens.js';
import type { TokenRequest, TokenSource } from './token-source.js';

/** Tokens for a program in its own name, with its secret (OAuth 2.0 client credentials). Kept in memory while they are valid. */
export function clientCredentials(provider: IdentityProvider & { readonly clientSecret: string }): TokenSource {
  let connected: Promise<Provider> | undefined;
  /** By audience. */
  const tokens = new Map<string, Promise<Tokens>>();

  const ask = async ({ challenge, context }: TokenRequest): Promise<Tokens> => {
    const { openid, config } = await (connected ??= connectProvider(provider));
    const parameters = tokenParameters(provider, challenge.resource);
    const answer = await asking(provider.issuer, () => openid.clientCredentialsGrant(config, parameters));
    return tokensOf(answer, context.clock.now());
  };
  return async (request) => {
    const audience = request.challenge.resource ?? '';
    const known = await tokens.get(audience)?.catch(() => undefined);
    const isUsable =
      known !== undefined && known.accessToken !== request.refused && isFresh(known, request.context.clock.now());
    if (isUsable) return known.accessToken;
    const asked = ask(request);
    tokens.set(audience, asked);
    try {
      return (await asked).accessToken;
    } catch (error) {
      tokens.delete(audience);
      connected = undefined;
      throw error;
    }
  };
}
