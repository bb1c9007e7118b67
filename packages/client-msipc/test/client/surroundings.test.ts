import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type RmsClient } from '@rightsmith/core';
import type { Credential, Msipc, MsipcClientOptions, MsipcOptions } from '../../src/index.js';
import { builtPackage } from '../support/built.js';
import { contextOf } from '../support/context.js';
import { describeWithStandIn } from '../support/stand-in.js';
import { tokenCredential, tokenFor } from '../support/token-credential.js';

const POLICY = { names: [], grants: [{ users: ['bob@example.com'], rights: ['VIEW'] }] };
const REQUEST = { policy: POLICY, labels: [], deprecatedAlgorithms: false };

describeWithStandIn('a client of the RMS Client', (standIn) => {
  const open: Msipc[] = [];
  async function openMsipc(options: MsipcOptions = {}): Promise<Msipc> {
    const msipc = await (await builtPackage()).openMsipc({ library: standIn().library, ...options });
    open.push(msipc);
    return msipc;
  }
  async function clientFor(options: MsipcClientOptions = {}, opening: MsipcOptions = {}): Promise<RmsClient> {
    return (await openMsipc(opening)).clientFor(options);
  }
  afterEach(async () => {
    standIn().set('StandInHang', 0);
    for (const msipc of open.splice(0)) await msipc.close();
    assert.deepEqual(standIn().leftovers, {});
  });

  const CREDENTIALS: Readonly<Record<string, readonly [Credential, string]>> = {
    'a key': [{ kind: 'key', key: 'c2VjcmV0', principal: 'app-1', tenant: 'tenant-1' }, 'key c2VjcmV0 app-1 tenant-1'],
    ...(process.platform === 'linux' && {
      'a certificate': [{ kind: 'certificate', thumbprint: '5A 5a:'.repeat(10) }, 'certificate'],
    }),
  };
  for (const [title, [credential, seen]] of Object.entries(CREDENTIALS)) {
    it(`signs in by ${title}, in server mode only`, async () => {
      const client = await clientFor({ credential }, { mode: 'server' });
      const { owner, cipher } = await client.publish(REQUEST, contextOf());
      assert.ok(standIn().text('StandInCredential').startsWith(seen));
      assert.ok(['app-1@example.com', 'service@example.com'].includes(owner));
      await cipher.close();
      for (const msipc of open.splice(0)) await msipc.close();
      await assert.rejects(clientFor({ credential }), { code: 'UsageError' });
    });
  }

  if (process.platform === 'linux') {
    it('says that a certificate is not there', async () => {
      const credential = { kind: 'certificate', thumbprint: '00'.repeat(20) } as const;
      const client = await clientFor({ credential }, { mode: 'server' });
      await assert.rejects(client.publish(REQUEST, contextOf()), { code: 'SignInNeeded' });
      await assert.rejects(clientFor({ credential: { kind: 'certificate', thumbprint: 'xyz' } }, { mode: 'server' }), {
        code: 'UsageError',
      });
    });
  }

  it('tells the library whether somebody is there, has agreed, and which window asks', async () => {
    const client = await clientFor({ consent: true, window: 4711n });
    const seen = async (part: Parameters<typeof contextOf>[0]): Promise<string> => {
      await client.templates(contextOf(part));
      return standIn().text('StandInCredential');
    };
    assert.equal(await seen({}), 'flags 5 window 4711');
    assert.equal(await seen({ interactive: true }), 'flags 4 window 4711');
    assert.equal(await seen({ offline: true }), 'flags 7 window 4711');
  });

  it('needs somebody where nobody is signed in', async () => {
    standIn().setUser('');
    const client = await clientFor();
    await assert.rejects(client.templates(contextOf()), { code: 'SignInNeeded' });
    await assert.rejects(client.templates(contextOf({ interactive: true })), { code: 'Aborted' });
    await assert.rejects(client.templates(contextOf({ offline: true })), { code: 'NetworkError' });
  });

  it('opens offline what it opened before, and nothing else', async () => {
    const client = await clientFor();
    const [first, second] = [await client.publish(REQUEST, contextOf()), await client.publish(REQUEST, contextOf())];
    await (await client.acquire(first.license, contextOf())).cipher.close();
    const { cipher } = await client.acquire(first.license, contextOf({ offline: true }));
    await assert.rejects(client.acquire(second.license, contextOf({ offline: true })), { code: 'NetworkError' });
    for (const each of [first.cipher, second.cipher, cipher]) await each.close();
  });

  for (const foreign of [0, 1]) {
    describe(`gets tokens when the library asks, from ${foreign === 0 ? 'the thread of the call' : 'a thread of its own'}`, () => {
      beforeEach(() => {
        standIn().set('StandInCallBackFromThread', foreign);
      });

      it('with what it asks for', async () => {
        const challenges: unknown[] = [];
        const token = async (challenge: Readonly<Record<string, string>>): Promise<string> => {
          challenges.push(challenge);
          await sleep(5);
          return tokenFor('bob@example.com');
        };
        const client = await clientFor({ credential: { kind: 'oauth', token } });
        const { owner, cipher } = await client.publish(REQUEST, contextOf());
        assert.equal(owner, 'bob@example.com');
        assert.deepEqual(challenges[0], {
          authorization: 'https://login.example.com/oauth2/authorize',
          resource: 'https://rms.example.com',
          realm: 'contoso',
        });
        await cipher.close();
      });

      it('and fails as the token function does', async () => {
        const failing = (error: unknown): MsipcClientOptions => ({
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is what is tested
          credential: { kind: 'oauth', token: () => Promise.reject(error) },
        });
        const ours = await clientFor(failing(new NetworkError('No network.')));
        await assert.rejects(ours.templates(contextOf()), { code: 'NetworkError', message: 'No network.' });
        const theirs = await clientFor(failing('a text'));
        await assert.rejects(theirs.templates(contextOf()), { code: 'SignInNeeded' });
        const throwing = await clientFor({
          credential: {
            kind: 'oauth',
            token: () => {
              throw new TypeError('at once');
            },
          },
        });
        await assert.rejects(throwing.templates(contextOf()), { code: 'SignInNeeded' });
      });

      it('and fails where there is none', async () => {
        for (const none of ['', undefined as unknown as string]) {
          const token = (): Promise<string> => Promise.resolve(none);
          const client = await clientFor({ credential: { kind: 'oauth', token } });
          await assert.rejects(client.templates(contextOf()), { code: 'SignInNeeded', message: /gave no token/ });
        }
      });

      it('and leaves nothing at a signal that lives longer', async () => {
        const { signal } = new AbortController();
        const client = await clientFor({ credential: tokenCredential('alice@example.com') });
        for (let call = 0; call < 3; call++) await client.templates(contextOf({ signal }));
        assert.deepEqual(getEventListeners(signal, 'abort'), []);
      });

      it('and says that a token is not accepted', async () => {
        const client = await clientFor({ credential: { kind: 'oauth', token: () => Promise.resolve('no token') } });
        await assert.rejects(client.templates(contextOf()), { code: 'SignInNeeded' });
      });

      it('and ends when it is aborted in the middle', async () => {
        const aborting = new AbortController();
        const token = (_: unknown, signal: AbortSignal): Promise<string> => {
          assert.equal(signal, aborting.signal);
          aborting.abort();
          return new Promise(() => undefined);
        };
        const client = await clientFor({ credential: { kind: 'oauth', token } });
        await assert.rejects(client.templates(contextOf({ signal: aborting.signal })), { code: 'Aborted' });
        const other = await clientFor({ credential: tokenCredential('alice@example.com') });
        assert.equal((await other.templates(contextOf())).length, 2);
      });
    });
  }

  it('ends at once when it is aborted, whatever the library is doing, and leaves nothing', async () => {
    const client = await clientFor();
    const { license, cipher } = await client.publish(REQUEST, contextOf());
    await cipher.close();
    standIn().set('StandInHang', 1);
    const calls: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => client.templates(contextOf({ signal })),
      (signal) => client.publish(REQUEST, contextOf({ signal })),
      (signal) => client.acquire(license, contextOf({ signal })),
      (signal) =>
        client.register?.(license, { contentName: 'a', notify: 'off' }, contextOf({ signal })) ??
        Promise.reject(new Error()),
    ];
    for (const call of calls) {
      const aborting = new AbortController();
      const running = call(aborting.signal);
      setTimeout(() => {
        aborting.abort();
      }, 20);
      await assert.rejects(running, { code: 'Aborted' });
    }
    standIn().set('StandInHang', 0);
    assert.equal((await client.templates(contextOf())).length, 2);
  });

  it('ends at once when it is aborted while it waits for another call', async () => {
    const client = await clientFor();
    standIn().set('StandInHang', 1);
    const [hanging, waiting] = [new AbortController(), new AbortController()];
    const first = client.templates(contextOf({ signal: hanging.signal }));
    const second = client.publish(REQUEST, contextOf({ signal: waiting.signal }));
    await sleep(20);
    waiting.abort();
    await assert.rejects(second, { code: 'Aborted' });
    hanging.abort();
    await assert.rejects(first, { code: 'Aborted' });
  });

  it('gives back the key of what it published too late', async () => {
    const client = await clientFor();
    const aborting = new AbortController();
    const running = client.publish(REQUEST, contextOf({ signal: aborting.signal }));
    // The library has begun, and does not look at the event any more once it signs.
    setImmediate(() => {
      aborting.abort();
    });
    await running
      .then(({ cipher }) => cipher.close())
      .catch((error: unknown) => {
        assert.equal((error as { readonly code: string }).code, 'Aborted');
      });
  });

  it('makes every call from one thread of the system', async () => {
    const clients = [await clientFor(), await clientFor({ credential: tokenCredential('bob@example.com') })];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { cipher } = (await clients[index % 2]?.publish(REQUEST, contextOf())) ?? assert.fail();
        await cipher.encrypt(0, new Uint8Array(4096), false);
        await cipher.close();
      }),
    );
    assert.equal(standIn().threads, 1);
  });

  it('uses the settings of the application', async () => {
    await openMsipc({ application: { clientId: 'client-1', redirectUri: 'app://x' }, storeName: 'mine' });
    assert.equal(standIn().text('StandInApplication'), 'client-1 app://x');
    await assert.rejects(openMsipc({ mode: 'server' }), { code: 'UsageError' });
    await assert.rejects(openMsipc({ storeName: 'too long for it' }), { code: 'UsageError' });
  });

  it('cannot do without a place for what the library has none for', async () => {
    const client = await clientFor();
    const until = new Date('2061-01-01T00:00:00Z');
    const from = new Date('2060-01-01T00:00:00Z');
    const grants = [
      { users: ['bob@example.com'], rights: ['VIEW'], validUntil: until },
      { users: ['carol@example.com'], rights: ['VIEW'] },
    ];
    for (const policy of [
      { names: [], grants },
      { ...POLICY, validFrom: from },
    ]) {
      await assert.rejects(client.publish({ ...REQUEST, policy }, contextOf()), { code: 'NotSupportedByClient' });
    }
    const [first] = grants;
    const policy = { names: [], grants: first === undefined ? [] : [first] };
    const { license, cipher } = await client.publish({ ...REQUEST, policy }, contextOf());
    await cipher.close();
    const useLicense = await client.acquire(license, contextOf());
    assert.deepEqual(useLicense.contentValidUntil, until);
    await useLicense.cipher.close();
  });

  it('chooses the encryption, where the library lets it', async () => {
    const client = await clientFor({ encryption: 'aes128-cbc4k' });
    const { cipher } = await client.publish(REQUEST, contextOf());
    assert.deepEqual([cipher.mode, cipher.keyBits], ['CBC4K', 128]);
    await cipher.close();
    standIn().fail('IpcGetLicenseProperty', 0x8007_0057);
    await assert.rejects(client.publish(REQUEST, contextOf()), { code: 'NotSupportedByClient' });
  });

  it('lists issuers, and registers documents', async () => {
    const client = await clientFor();
    assert.deepEqual(
      (await client.issuers?.(contextOf()))?.map(({ name, custom }) => [name, custom]),
      [
        ['Contoso', true],
        ['Old', false],
      ],
    );
    const { license, cipher } = await client.publish(REQUEST, contextOf());
    await client.register?.(license, { contentName: 'a.docx', notify: 'all' }, contextOf());
    assert.match(standIn().text('StandInRegistered'), /MS.Notify.Type=1/);
    await cipher.close();
  });

  it('has no tracking and no tokens with an older version', async () => {
    const msipc = await openMsipc({ library: standIn().oldLibrary });
    assert.deepEqual(
      msipc.features.map(({ id, present }) => [id, present]),
      [
        ['environment', false],
        ['oauth', false],
        ['tracking', false],
        ['windows', true],
      ],
    );
    const client = msipc.clientFor();
    assert.deepEqual([client.register === undefined, client.info.can.tracking], [true, false]);
    assert.throws(() => msipc.clientFor({ credential: tokenCredential('a@example.com') }), {
      code: 'NotSupportedByClient',
    });
  });

  it('works no more once it, or the library, is closed', async () => {
    const msipc = await openMsipc();
    const [client, other] = [msipc.clientFor(), msipc.clientFor()];
    await client.close();
    await assert.rejects(client.templates(contextOf()), { code: 'UsageError' });
    await msipc.close();
    await msipc.close();
    await assert.rejects(other.templates(contextOf()), { code: 'UsageError' });
    assert.throws(() => msipc.clientFor(), { code: 'UsageError' });
  });
});

describe('a machine without the RMS Client', () => {
  it('is told what is missing, and where it comes from', async () => {
    const { openMsipc } = await builtPackage();
    const message = process.platform === 'win32' ? /is not installed/ : /exists for Windows only/;
    // On Windows it may be there.
    const found =
      process.platform === 'win32' &&
      (await openMsipc().then(
        async (msipc) => msipc.close().then(() => true),
        () => false,
      ));
    if (!found) await assert.rejects(openMsipc(), { code: 'NotSupportedByClient', message });
    await assert.rejects(openMsipc({ library: '/nowhere/msipc.dll' }), {
      code: 'NotSupportedByClient',
      message: /nowhere.msipc\.dll cannot be loaded/,
      hint: /Microsoft Download Center/,
    });
    await assert.rejects(openMsipc({ library: process.execPath }), { code: 'NotSupportedByClient' });
  });
});
