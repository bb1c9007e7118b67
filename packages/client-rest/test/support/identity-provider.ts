import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The members of oidc-provider that the tests use. */
interface ProviderModule {
  readonly Provider: new (issuer: string, configuration: object) => OidcProvider;
}
interface OidcProvider {
  callback(): (request: unknown, response: unknown) => void;
  readonly DeviceCode: { findByUserCode(code: string, options: object): Promise<DeviceCode | undefined> };
  readonly Grant: new (of: object) => {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  };
}
interface DeviceCode {
  accountId?: string;
  grantId?: string;
  scope?: string;
  resource?: string;
  error?: string;
  save(): Promise<string>;
}

export const AUDIENCE = 'https://rms.example.com';
export const SECRET = 'a secret of the tests';
/** A program with a secret. */
export const SERVICE_CLIENT = 'a-service';
/** A program that people sign in to, without a secret. */
export const PERSON_CLIENT = 'rightsmith';

/** A real OpenID provider on loopback. */
export interface TestProvider {
  readonly url: string;
  /** What a person does with the code on the provider's page. */
  approve(code: string, address: string): Promise<void>;
  deny(code: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts one; access tokens are JWTs for {@link AUDIENCE} with the address as `email`, and live for `lifetime` seconds. */
export async function startProvider(lifetime = 600): Promise<TestProvider> {
  // Its own types leave out what the tests do behind the scenes.
  const { Provider } = (await import('oidc-provider')) as unknown as ProviderModule;
  let callback: (request: unknown, response: unknown) => void = () => undefined;
  const server = createServer((request, response) => {
    callback(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, configuration(lifetime));
  callback = provider.callback();
  const find = async (code: string): Promise<DeviceCode> => {
    const options = { ignoreExpiration: true, ignoreSessionBinding: true };
    const found = await provider.DeviceCode.findByUserCode(code.replaceAll('-', ''), options);
    if (found === undefined) throw new Error(`No device code for ${code}`);
    return found;
  };
  return {
    url,
    approve: async (code, address) => {
      const grant = new provider.Grant({ accountId: address, clientId: PERSON_CLIENT });
      grant.addOIDCScope('openid offline_access');
      grant.addResourceScope(AUDIENCE, 'access');
      const device = await find(code);
      device.accountId = address;
      device.grantId = await grant.save();
      device.scope = 'openid offline_access';
      device.resource = AUDIENCE;
      await device.save();
    },
    deny: async (code) => {
      const device = await find(code);
      device.error = 'access_denied';
      await device.save();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function configuration(lifetime: number): object {
  const resourceServer = { scope: 'access', audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: lifetime };
  return {
    clients: [
      {
        client_id: SERVICE_CLIENT,
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: PERSON_CLIENT,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: ['openid', 'offline_access'],
    issueRefreshToken: () => true,
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
    extraTokenClaims: (_context: unknown, token: { readonly accountId?: string; readonly clientId?: string }) => ({
      email: token.accountId ?? `${token.clientId ?? ''}@example.com`,
    }),
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer,
      },
    },
  };
}
