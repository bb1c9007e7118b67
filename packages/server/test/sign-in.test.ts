import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { AUDIENCE } from './support/identity-provider.js';
import { useServer } from './support/running-server.js';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

describe('sign-in', () => {
  const server = useServer();
  const statusFor = async (token: string): Promise<number> => (await server.call('/my/v2/templates', { token })).status;

  it('takes a token of the provider', async () => {
    assert.equal(await statusFor(await server.provider.token('alice@example.com')), 200);
  });

  it('says in a new challenge that a token was not good', async () => {
    const answer = await server.call('/my/v2/templates', { token: 'nonsense' });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
  });

  describe('refuses', () => {
    const claims = (): object => ({
      iss: server.provider.url,
      aud: AUDIENCE,
      exp: inAnHour(),
      email: 'alice@example.com',
    });
    const refused: Readonly<Record<string, () => Promise<string> | string>> = {
      'a token for somebody else': () => server.provider.token('alice@example.com', 'https://other.example.com'),
      'one that has ended': () => server.provider.forge({}, { expires: Math.floor(Date.now() / 1000) - 60 }),
      'one that has not begun': () => server.provider.forge({ nbf: inAnHour() }),
      'one of another issuer': () => server.provider.forge({}, { issuer: 'https://login.example.com' }),
      'one without an end': () =>
        new SignJWT({ email: 'alice@example.com' })
          .setProtectedHeader({ alg: 'RS256', kid: server.provider.key.kid })
          .setIssuer(server.provider.url)
          .setAudience(AUDIENCE)
          .sign(server.provider.key.privateKey),
      'one that nobody signed': () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`,
      'one that was signed with the public key as a secret': () => {
        const { publicKey, kid } = server.provider.key;
        const text = `${encode({ alg: 'HS256', kid })}.${encode(claims())}`;
        const secret = publicKey.export({ type: 'spki', format: 'pem' });
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      },
      'one that somebody else signed under the name of the key': () =>
        new SignJWT({ ...claims() })
          .setProtectedHeader({ alg: 'RS256', kid: server.provider.key.kid })
          .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      'one that brings its own key': () => {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const jwk = publicKey.export({ format: 'jwk' });
        return new SignJWT({ ...claims() }).setProtectedHeader({ alg: 'RS256', jwk: jwk }).sign(privateKey);
      },
      'one of which a letter was changed': async () => {
        const token = await server.provider.token('alice@example.com');
        const middle = token.indexOf('.') + 20;
        return `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
      },
      'one that is far too long': () => 'A'.repeat(20_000),
      'what is no token': () => 'e30.e30.e30',
    };
    for (const [name, token] of Object.entries(refused)) {
      it(name, async () => {
        const answer = await server.call('/my/v2/templates', { token: await token() });
        assert.ok([401, 431].includes(answer.status), `${answer.status}: ${answer.text}`);
      });
    }

    it('one that names nobody, with what is missing', async () => {
      const answer = await server.call('/my/v2/templates', { token: await server.provider.forge({ email: 'nobody' }) });
      assert.equal(answer.status, 403);
      assert.match(answer.text, /AccessDeniedException/);
    });

    it('an address that the provider has not verified', async () => {
      const token = await server.provider.forge({ email: 'alice@example.com', email_verified: false });
      assert.equal(await statusFor(token), 403);
    });
  });

  it('goes over to new keys of the provider by itself, and takes no new token of the old ones', async () => {
    const old = server.provider.key;
    server.provider.rotate();
    const forged = (): Promise<string> =>
      new SignJWT({ email: 'alice@example.com', jti: String(Math.random()) })
        .setProtectedHeader({ alg: 'RS256', kid: old.kid })
        .setIssuer(server.provider.url)
        .setAudience(AUDIENCE)
        .setExpirationTime('10m')
        .sign(old.privateKey);
    // Keys are asked for again only some time after the last question.
    let status = 401;
    for (let tries = 0; tries < 40 && status === 401; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      status = await statusFor(await server.provider.token('alice@example.com'));
    }
    assert.equal(status, 200);
    assert.equal(await statusFor(await forged()), 401);
  });
});

describe('sign-in without the provider', () => {
  const server = useServer({ issuer: { url: 'http://127.0.0.1:1', audience: AUDIENCE } });

  it('asks to come again later, and still challenges', async () => {
    const answer = await server.call('/my/v2/templates', { token: 'e30.e30.e30' });
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    assert.equal((await server.call('/my/v2/templates')).status, 401);
  });
});
