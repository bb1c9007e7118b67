import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

/** A key of the identity provider. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A real OpenID provider on loopback. Every client is a person: its id is the address. */
export interface IdentityProvider {
  readonly url: string;
  /** The key that signs now. */
  readonly key: SigningKey;
  /** A token by the grant `client_credentials`. */
  token(address: string, audience?: string): Promise<string>;
  /** A token of the provider's own key with these claims, such as a real one never has. */
  forge(claims: Readonly<Record<string, unknown>>, options?: ForgeOptions): Promise<string>;
  /** Signs with another key from now on, and publishes only that one. */
  rotate(): void;
  close(): Promise<void>;
}

export interface ForgeOptions {
  readonly expires?: number;
  readonly audience?: string;
  readonly issuer?: string;
}

export const AUDIENCE = 'https://rms.example.com';

/** Extra claims of people, by their address. */
export type ClaimsOf = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const SECRET = 'a secret of the tests';

function newKey(number: number): SigningKey {
  return { kid: `key-${number}`, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** Starts a provider for these people. */
export async function startIdentityProvider(claims: ClaimsOf): Promise<IdentityProvider> {
  let number = 1;
  let key = newKey(number);
  let handle = (): ((request: never, response: never) => unknown) => () => undefined;
  const server = createServer((request, response) => void handle()(request as never, response as never));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serve = (): void => {
    const callback = provider(url, key, claims).callback();
    handle = () => callback;
  };
  serve();
  return {
    url,
    get key() {
      return key;
    },
    token: (address, audience = AUDIENCE) => requestToken(url, address, audience),
    forge: (more, { expires = Math.floor(Date.now() / 1000) + 600, audience = AUDIENCE, issuer = url } = {}) =>
      new SignJWT({ email: 'alice@example.com', ...more })
        .setProtectedHeader({ alg: 'RS256', kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(key.privateKey),
    rotate: () => {
      number += 1;
      key = newKey(number);
      serve();
    },
    close: () => closeServer(server),
  };
}

function provider(url: string, key: SigningKey, claims: ClaimsOf): Provider {
  const jwk = { ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' };
  const made = new Provider(url, {
    jwks: { keys: [jwk] },
    clients: Object.keys(claims).map((address) => ({
      client_id: encodeURIComponent(address),
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, audience) => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => {
      const address = decodeURIComponent(token.clientId ?? '');
      return { email: address, ...claims[address] };
    },
  });
  // Its notices about development settings are not ours.
  made.on('server_error', (_context, error) => {
    throw error;
  });
  return made;
}

async function requestToken(url: string, address: string, audience: string): Promise<string> {
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: encodeURIComponent(address),
      client_secret: SECRET,
      resource: audience,
    }),
  });
  const body = (await answer.json()) as { readonly access_token?: string };
  if (body.access_token === undefined) throw new Error(`No token: ${JSON.stringify(body)}`);
  return body.access_token;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
