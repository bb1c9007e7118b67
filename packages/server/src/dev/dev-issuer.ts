import { randomBytes } from 'node:crypto';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { findDevUser, type DevUser } from './dev-users.js';

/** Seconds that a token counts. */
const TOKEN_LIFE = 3600;
/** Seconds that somebody has to sign in on the page. */
const DEVICE_CODE_LIFE = 600;
/** Seconds between two questions whether somebody has signed in. */
const POLL_INTERVAL = 1;
/** Sign-ins under way, and refresh tokens, beyond which the oldest are forgotten. */
const MAXIMUM_KEPT = 1000;

/** An answer of the token endpoint; RFC 6749 §5. */
export interface TokenAnswer {
  readonly status: 200 | 400;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the audience of all tokens of a development issuer is. */
export const DEV_AUDIENCE = 'urn:rightsmith:development';

interface Device {
  readonly userCode: string;
  readonly expires: number;
  user?: DevUser;
}

/** An issuer that gives tokens to whoever asks: for trying things out on one's own computer. Its key lives as long as it does. */
export class DevIssuer {
  readonly #url: () => string;
  readonly #keys = generateKeyPair('ES256');
  readonly #devices = new Map<string, Device>();
  readonly #refreshTokens = new Map<string, DevUser>();

  constructor(url: () => string) {
    this.#url = url;
  }

  /** OpenID Connect Discovery 1.0 §3. */
  metadata(): Readonly<Record<string, unknown>> {
    const url = this.#url();
    return {
      issuer: url,
      token_endpoint: `${url}/token`,
      device_authorization_endpoint: `${url}/device`,
      jwks_uri: `${url}/jwks`,
      authorization_endpoint: `${url}/sign-in`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      grant_types_supported: ['client_credentials', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
    };
  }

  async keySet(): Promise<{ readonly keys: readonly JWK[] }> {
    const { publicKey } = await this.#keys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: 'development', use: 'sig', alg: 'ES256' }] };
  }

  /** Begins a sign-in on the page; RFC 8628 §3.2. */
  device(): Readonly<Record<string, unknown>> {
    const code = newSecret();
    const userCode = randomBytes(4).toString('hex').toUpperCase();
    keep(this.#devices, code, { userCode, expires: Date.now() + DEVICE_CODE_LIFE * 1000 });
    const page = `${this.#url()}/sign-in`;
    return {
      device_code: code,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: DEVICE_CODE_LIFE,
      interval: POLL_INTERVAL,
    };
  }

  /** Somebody has chosen on the page who to be. @returns whether there was such a sign-in */
  approve(userCode: string, address: string): boolean {
    const user = findDevUser(address);
    const device = [...this.#devices.values()].find(
      (one) => one.userCode === userCode.trim().toUpperCase() && Date.now() < one.expires,
    );
    if (device === undefined || user === undefined) return false;
    device.user = user;
    return true;
  }

  /** Answers at the token endpoint: the grants client credentials (the id is an address), device code and refresh token. */
  async token(parameters: ReadonlyMap<string, string>): Promise<TokenAnswer> {
    switch (parameters.get('grant_type')) {
      case 'client_credentials':
        return this.#tokenFor(findDevUser(parameters.get('client_id') ?? ''), 'invalid_client');
      case 'refresh_token':
        return this.#tokenFor(this.#refreshTokens.get(parameters.get('refresh_token') ?? ''), 'invalid_grant');
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return this.#deviceToken(parameters.get('device_code') ?? '');
      default:
        return refusal('unsupported_grant_type');
    }
  }

  async #deviceToken(code: string): Promise<TokenAnswer> {
    const device = this.#devices.get(code);
    if (device === undefined || Date.now() >= device.expires) return refusal('expired_token');
    if (device.user === undefined) return refusal('authorization_pending');
    this.#devices.delete(code);
    return this.#tokenFor(device.user, 'invalid_grant');
  }

  async #tokenFor(user: DevUser | undefined, error: string): Promise<TokenAnswer> {
    if (user === undefined) return refusal(error);
    const { privateKey } = await this.#keys;
    const refreshToken = newSecret();
    keep(this.#refreshTokens, refreshToken, user);
    return {
      status: 200,
      body: {
        access_token: await this.#sign(user, privateKey),
        token_type: 'Bearer',
        expires_in: TOKEN_LIFE,
        refresh_token: refreshToken,
      },
    };
  }

  #sign({ address, groups, roles }: DevUser, key: CryptoKey): Promise<string> {
    return new SignJWT({ email: address, groups, roles })
      .setProtectedHeader({ alg: 'ES256', kid: 'development', typ: 'at+jwt' })
      .setSubject(address)
      .setIssuer(this.#url())
      .setAudience(DEV_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_LIFE}s`)
      .sign(key);
  }
}

function refusal(error: string): TokenAnswer {
  return { status: 400, body: { error } };
}

function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** Adds to a map that must not grow without end. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  const [oldest] = map.keys();
  if (map.size >= MAXIMUM_KEPT && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
