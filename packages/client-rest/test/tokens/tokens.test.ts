import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  clientCredentials,
  fileTokenStore,
  keptTokens,
  memoryTokenStore,
  signInByDevice,
  staticToken,
  tokenFile,
  type IdentityProvider,
  type TokenRequest,
  type Tokens,
} from '@rightsmith/client-rest';
import { openVault, systemClock } from '@rightsmith/core';
import { failure } from '../support/code-of.js';
import {
  AUDIENCE,
  PERSON_CLIENT,
  SECRET,
  SERVICE_CLIENT,
  startProvider,
  type TestProvider,
} from '../support/identity-provider.js';
import { callContext, loopbackService } from '../support/loopback-service.js';

const requestFor = (others: Partial<TokenRequest> = {}): TokenRequest => ({
  challenge: { authorization: 'https://login.example.com', resource: AUDIENCE },
  host: 'rms.example.com',
  context: callContext(),
  ...others,
});
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('a token', () => {
  let provider: TestProvider;
  let service: IdentityProvider & { readonly clientSecret: string };
  let person: IdentityProvider;
  before(async () => {
    provider = await startProvider();
    service = { issuer: provider.url, clientId: SERVICE_CLIENT, clientSecret: SECRET, scope: 'access' };
    person = { issuer: provider.url, clientId: PERSON_CLIENT, scope: 'openid offline_access' };
  });
  after(() => provider.close());

  it('is given as it was, and not again once refused', async () => {
    const tokens = staticToken('abc');
    assert.equal(await tokens(requestFor()), 'abc');
    await failure(tokens(requestFor({ refused: 'abc' })), 'SignInNeeded');
  });

  it('comes for a program by its secret, for the audience the service asks for, once while it is valid', async () => {
    const tokens = clientCredentials(service);
    const token = await tokens(requestFor());
    assert.deepEqual([claimsOf(token)['aud'], claimsOf(token)['client_id']], [AUDIENCE, SERVICE_CLIENT]);
    assert.equal(await tokens(requestFor()), token);
    assert.notEqual(await tokens(requestFor({ refused: token })), token);
    const later = callContext({ clock: { now: () => Date.now() + 580_000 } });
    assert.notEqual(await tokens(requestFor({ context: later })), token);
  });

  it('is refused with a wrong secret, and for another audience than was set up', async () => {
    await failure(clientCredentials({ ...service, clientSecret: 'wrong' })(requestFor()), 'SignInNeeded');
    const other = clientCredentials({ ...service, audience: 'https://other.example.com' });
    await failure(other(requestFor()), 'SignInNeeded');
  });

  it('does not come from an issuer without TLS, that is not there, or that is none', async () => {
    const from = (issuer: string): Promise<string> => clientCredentials({ ...service, issuer })(requestFor());
    await failure(from('http://login.example.com'), 'UsageError');
    await failure(from('login'), 'UsageError');
    await failure(from('http://127.0.0.1:9'), 'NetworkError');
    const other = await loopbackService();
    other.challenge = undefined;
    await failure(from(other.origin), 'ServiceError');
    await other.close();
  });

  describe('of a person', () => {
    const signIn = (act: (code: string) => Promise<void>, signal = new AbortController().signal): Promise<Tokens> =>
      signInByDevice(person, {
        show: ({ code }) => void act(code),
        signal,
        clock: systemClock,
        resource: AUDIENCE,
      });

    it('comes by a code for a page, and is renewed later', async function () {
      this.timeout(30_000);
      const pages: string[] = [];
      const tokens = await signInByDevice(person, {
        show: ({ page, code, pageWithCode }) => {
          pages.push(page, pageWithCode ?? '');
          void provider.approve(code, 'alice@example.com');
        },
        signal: new AbortController().signal,
        clock: systemClock,
        resource: AUDIENCE,
      });
      assert.ok(pages.every((page) => page.startsWith(`${provider.url}/device`)));
      assert.deepEqual(
        [claimsOf(tokens.accessToken)['email'], claimsOf(tokens.accessToken)['aud']],
        ['alice@example.com', AUDIENCE],
      );
      const store = memoryTokenStore();
      await store.save(tokens);
      const source = keptTokens(person, store);
      assert.equal(await source(requestFor()), tokens.accessToken);
      const later = callContext({ clock: { now: () => Date.now() + 580_000 } });
      const renewed = await Promise.all([1, 2, 3].map(() => source(requestFor({ context: later }))));
      assert.equal(new Set(renewed).size, 1);
      assert.notEqual(renewed[0], tokens.accessToken);
      assert.equal((await store.load())?.accessToken, renewed[0]);
      assert.ok((await store.load())?.refreshToken);
      const again = await source(requestFor({ refused: renewed[0]! }));
      assert.notEqual(again, renewed[0]);
    });

    it('does not come when the person says no, or the caller stops', async function () {
      this.timeout(30_000);
      await failure(
        signIn((code) => provider.deny(code)),
        'SignInNeeded',
      );
      const stop = new AbortController();
      await failure(
        signIn(() => {
          stop.abort();
          return Promise.resolve();
        }, stop.signal),
        'Aborted',
      );
    });

    it('is asked for where nobody is signed in or it cannot be renewed', async () => {
      const store = memoryTokenStore();
      const source = keptTokens(person, store);
      await failure(source(requestFor()), 'SignInNeeded');
      await store.save({ accessToken: 'a', expiresAt: 0 });
      await failure(source(requestFor()), 'SignInNeeded');
      await store.save({ accessToken: 'a', expiresAt: 0, refreshToken: 'never issued' });
      const error = await failure(source(requestFor()), 'SignInNeeded');
      assert.ok(!error.message.includes('never issued'));
    });

    it('of another process counts where that one renewed it first', async () => {
      const store = memoryTokenStore();
      await store.save({ accessToken: 'old', expiresAt: 0, refreshToken: 'used up' });
      const renewedElsewhere = { ...store, load: () => Promise.resolve(loads.shift()) };
      const loads: Tokens[] = [
        { accessToken: 'old', expiresAt: 0, refreshToken: 'used up' },
        { accessToken: 'new', expiresAt: Date.now() + 600_000 },
      ];
      assert.equal(await keptTokens(person, renewedElsewhere)(requestFor()), 'new');
    });
  });

  describe('in a file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'rightsmith-tokens-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('is encrypted, for its user only, and gone after removal', async () => {
      const path = tokenFile(join(folder, 'tokens'), person, 'alice@example.com');
      const open = (passphrase: string) => () => openVault(join(folder, 'vault.key'), { passphrase });
      const store = fileTokenStore(path, open('one'));
      assert.equal(await store.load(), undefined);
      const tokens = { accessToken: 'abcdef', refreshToken: 'ghijkl', expiresAt: 1 };
      await store.save(tokens);
      assert.deepEqual(await store.load(), tokens);
      assert.ok(!/abcdef|ghijkl|alice/.test(`${path}${readFileSync(path, 'latin1')}`));
      assert.equal(statSync(path).mode & 0o777, 0o600);
      await failure(fileTokenStore(path, open('two')).load(), 'SignInNeeded');
      assert.equal(await store.remove(), true);
      assert.equal(await store.remove(), false);
      assert.equal(await store.load(), undefined);
    });

    it('is as it was after a kill between renewal and keeping; who has to sign in again is told so, and can', async function () {
      this.timeout(30_000);
      const signIn = (): Promise<Tokens> =>
        signInByDevice(person, {
          show: ({ code }) => void provider.approve(code, 'alice@example.com'),
          signal: new AbortController().signal,
          clock: systemClock,
          resource: AUDIENCE,
        });
      const path = tokenFile(join(folder, 'tokens'), person, 'alice@example.com');
      const store = fileTokenStore(path, () => openVault(join(folder, 'vault.key')));
      const kept = { ...(await signIn()), expiresAt: Date.now() };
      await store.save(kept);

      const program = join(import.meta.dirname, 'renew-and-die.js');
      const child = spawn(process.execPath, [program, folder, path, provider.url, PERSON_CLIENT, AUDIENCE], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);

      assert.deepEqual(await store.load(), kept);
      assert.deepEqual(readdirSync(join(folder, 'tokens')), [basename(path)], 'nothing half written');
      // The provider has given away the token that renews: it counts once.
      const error = await failure(keptTokens(person, store)(requestFor()), 'SignInNeeded');
      assert.match(error.hint ?? '', /rightsmith login/);
      assert.deepEqual(await store.load(), kept);
      const again = await signIn();
      await store.save(again);
      assert.equal(await keptTokens(person, store)(requestFor()), again.accessToken);
    });

    it('lies apart by provider, program, audience and identity', () => {
      const base = { issuer: 'https://a.example', clientId: 'x' };
      const files = [
        tokenFile('', base, 'alice@example.com'),
        tokenFile('', base, 'bob@example.com'),
        tokenFile('', { ...base, audience: 'y' }, 'alice@example.com'),
        tokenFile('', { ...base, clientId: 'z' }, 'alice@example.com'),
      ];
      assert.equal(new Set(files).size, 4);
      assert.equal(tokenFile('', base, 'Alice@Example.com'), files[0]);
    });
  });
});
