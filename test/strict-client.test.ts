import assert from 'node:assert/strict';
import { createContentCipher, type CipherMode } from '@rightsmith/core';
import { useServer } from '../packages/server/test/support/running-server.js';
import { StrictClient, StrictClientError, readLicense, type StrictTokenRequest } from './support/strict-client.js';

const ROOTS = ['/my/v1', '/my/v2'];
const [ALICE, BOB, CAROL] = ['alice@example.com', 'bob@example.com', 'carol@example.com'];

const customRequest = (others: object = {}, policy: object = {}): Readonly<Record<string, unknown>> => ({
  PreferDeprecatedAlgorithms: false,
  AllowAuditedExtraction: true,
  Policy: {
    UserRights: [{ Users: [BOB], Rights: ['VIEW', 'EDIT'] }],
    allowOfflineAccess: true,
    IntervalTimeInDays: 30,
    ...policy,
  },
  ...others,
});

/** Encrypts with one key and decrypts with the other. */
async function assertSameKey(one: Uint8Array, other: Uint8Array, mode: CipherMode): Promise<void> {
  const [encrypting, decrypting] = [one, other].map((key) => createContentCipher({ mode, key }));
  const plain = new Uint8Array(4096).fill(7);
  const back = await decrypting!.decrypt(0, await encrypting!.encrypt(0, plain, false), false);
  assert.deepEqual(new Uint8Array(back), plain);
}

for (const root of ROOTS) {
  describe(`a strict client of the protocol, against our server below ${root}`, () => {
    const server = useServer();
    const asked: StrictTokenRequest[] = [];
    const clientOf = (user: string): StrictClient =>
      new StrictClient(`${server.url}${root}/servicediscovery`, user, (request) => {
        asked.push(request);
        return server.provider.token(user, request.resource);
      });
    const kindOf = async (work: Promise<unknown>): Promise<string> => {
      const error = await work.then(
        () => assert.fail('It did not fail.'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof StrictClientError, String(error));
      return error.kind;
    };

    it('reads the challenge by its own rules, and gets a token for what that names', async () => {
      await clientOf(ALICE).templates();
      const [{ authority, resource, user }] = asked as [StrictTokenRequest];
      assert.equal(authority, server.provider.url);
      assert.equal(user, ALICE);
      assert.notEqual(resource, new URL(server.url).host);
    });

    it('makes every call twice', async () => {
      const client = clientOf(ALICE);
      await client.templates();
      assert.deepEqual(client.log, [
        `GET ${root}/servicediscovery challenge`,
        `GET ${root}/servicediscovery call`,
        `GET ${root}/templates challenge`,
        `GET ${root}/templates call`,
      ]);
    });

    it('lists templates and publishes from one', async () => {
      const grants = [{ users: [BOB], rights: ['VIEW'] }];
      const names = [{ lcid: 1033, name: `Staff ${root}`, description: 'For two people' }];
      await server.authority.templates.add({ names, grants });
      const template = (await clientOf(ALICE).templates()).find(({ Name }) => Name === `Staff ${root}`);
      assert.ok(template);
      const request = { PreferDeprecatedAlgorithms: false, AllowAuditedExtraction: true, TemplateId: template['Id'] };
      const { license, key, answer } = await clientOf(ALICE).publish(request);
      assert.equal(answer['Id'], template['Id']);
      const opened = await clientOf(BOB).consume(license);
      assert.deepEqual([opened.status, opened.answer['Rights'], opened.isOwner], ['accessgranted', ['VIEW'], false]);
      await assertSameKey(key, opened.key!, 'CBC4K');
    });

    it('publishes and consumes under a policy of its own, as owner, reader and stranger', async () => {
      const { license, key, answer } = await clientOf(ALICE).publish(
        customRequest({ ReferralInfo: 'mailto:help@example.com', SignedApplicationData: { a: 'b' } }),
      );
      assert.equal(answer['Owner'], ALICE);
      const owner = await clientOf(ALICE).consume(license);
      assert.deepEqual([owner.status, owner.isOwner], ['accessgranted', true]);
      const reader = await clientOf(BOB).consume(license);
      assert.deepEqual([reader.status, reader.isOwner], ['accessgranted', false]);
      assert.deepEqual((reader.answer['Rights'] as string[]).toSorted(), ['EDIT', 'VIEW']);
      await assertSameKey(key, reader.key!, 'CBC4K');
      const stranger = await clientOf(CAROL).consume(license);
      assert.equal(stranger.status, 'accessdenied');
      assert.equal(stranger.answer['Referrer'], 'mailto:help@example.com');
      assert.ok(!stranger.answer['Key']);
      assert.deepEqual(stranger.answer['Rights'], []);
    });

    it('publishes roles, and in the deprecated cipher', async () => {
      const policy = { UserRights: undefined, UserRoles: [{ Users: [BOB], Roles: ['VIEWER'] }] };
      const request = customRequest({ PreferDeprecatedAlgorithms: true }, policy);
      const { license, key, answer } = await clientOf(ALICE).publish(request);
      assert.equal((answer['Key'] as { readonly CipherMode: string }).CipherMode.toUpperCase(), 'MICROSOFT.ECB');
      assert.equal(key.length, 16);
      const opened = await clientOf(BOB).consume(license);
      assert.equal(opened.status, 'accessgranted');
      await assertSameKey(key, opened.key!, 'ECB');
    });

    it('finds URL and key in our licences', async () => {
      const { license } = await clientOf(ALICE).publish(customRequest());
      const { url, modulus } = readLicense(license);
      assert.match(url, /^https?:\/\/.*\/_wmcs\/licensing$/);
      assert.equal(Buffer.from(modulus, 'base64').length, 256);
    });

    it('is told that content is over, and that a licence is damaged', async () => {
      const until = new Date(server.time.getTime() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
      const { license } = await clientOf(ALICE).publish(customRequest({}, { LicenseValidUntil: until }));
      const before = server.time;
      server.time = new Date(before.getTime() + 2 * 3_600_000);
      const opened = await clientOf(BOB).consume(license);
      server.time = before;
      assert.equal(opened.status, 'contentexpired');
      const damaged = Buffer.from(Buffer.from(license).toString().replaceAll(ALICE, CAROL));
      assert.equal(await kindOf(clientOf(CAROL).consume(damaged)), 'invalid PL');
    });
  });
}

it('a strict client reads no licence in an encoding it does not know', () => {
  for (const text of ['<XrML>', '\uFEFF<XrML>'])
    assert.throws(() => readLicense(Buffer.from(text, 'utf8')), StrictClientError);
});
