import assert from 'node:assert/strict';
import type { Authority } from '@rightsmith/authority';
import { restClient, type RestClient } from '@rightsmith/client-rest';
import type { AccessReading, DocumentAccess, NewTemplate, RmsAdministration } from '@rightsmith/core';
import { createServer } from '@rightsmith/server';
import { callContext, loopbackService } from '../packages/client-rest/test/support/loopback-service.js';
import { AUDIENCE } from '../packages/server/test/support/identity-provider.js';
import { useServer } from '../packages/server/test/support/running-server.js';

const ADMIN = 'admin@example.com';
const ALICE = 'alice@example.com';
const BOB = 'bob@example.com';
const STRANGER = 'mallory@example.com';

const BOARD: NewTemplate = {
  id: '760cb90e-0000-4000-8000-00000000000a',
  names: [
    { lcid: 1033, name: 'Board / only ' + 'long '.repeat(30), description: 'For the board' },
    { lcid: 1031, name: 'Ärzte', description: '' },
  ],
  grants: [
    { users: ['board@example.com'], rights: ['VIEW', 'PRINT'] },
    {
      users: [BOB],
      rights: ['VIEW'],
      validFrom: new Date('2031-01-01T00:00:00Z'),
      validUntil: new Date('2032-01-01T00:00:00Z'),
    },
  ],
  validUntil: new Date('2099-01-31T18:00:00Z'),
  offlineDays: 7,
  scope: ['@example.com'],
  referral: 'mailto:help@example.com',
  encryptedData: { a: 'b' },
};

const context = callContext();

async function all(reading: AccessReading): Promise<DocumentAccess[]> {
  const found: DocumentAccess[] = [];
  for await (const access of reading) found.push(access);
  return found;
}

describe('administration', () => {
  const server = useServer();
  const clients: RestClient[] = [];
  const clientOf = (url: string, tokens: () => Promise<string>): RmsAdministration => {
    const client = restClient({ url, user: ALICE, tokens });
    clients.push(client);
    return client.administration;
  };
  const remote = (identity: string): RmsAdministration => clientOf(server.url, () => server.provider.token(identity));
  after(() => Promise.all(clients.map((client) => client.close())));

  const drivers: Readonly<Record<string, (identity: string) => RmsAdministration>> = {
    'of the authority in the process': (identity) =>
      server.authority.administrationFor(identity, { administrator: identity === ADMIN }),
    'of a service': remote,
  };

  for (const [name, administrationFor] of Object.entries(drivers)) {
    describe(name, () => {
      const publish = async (): Promise<Uint8Array> => {
        const policy = { names: [], grants: [{ users: [BOB], rights: ['VIEW'] }] };
        const request = { policy, labels: [], deprecatedAlgorithms: false };
        return (await server.authority.clientFor(ALICE).publish(request, context)).license;
      };
      const bobOpens = async (license: Uint8Array): Promise<void> => {
        await (await server.authority.clientFor(BOB).acquire(license, context)).cipher.close();
      };

      it('adds templates, and gives back exactly what was added', async () => {
        const admin = administrationFor(ADMIN);
        const added = await admin.addTemplate(BOARD, context);
        const { modified, ...others } = added;
        assert.deepEqual(others, BOARD);
        assert.equal(modified.getTime() >= server.time.getTime(), true);
        for (const spelled of [BOARD.id!, `{${BOARD.id!.toUpperCase()}}`, BOARD.names[0]!.name, 'ÄRZTE'])
          assert.deepEqual(await admin.template(spelled, context), added, spelled);
        assert.deepEqual(await admin.templates(context), [added]);
        const next = await admin.addTemplate(added, context);
        assert.ok(next.modified > added.modified, 'a new version');
      });

      it('archives templates', async () => {
        const admin = administrationFor(ADMIN);
        assert.equal((await admin.archiveTemplate('Ärzte', context)).archived, true);
        await assert.rejects(admin.archiveTemplate('Ärzte', context), { code: 'TemplateArchived' });
        assert.deepEqual(
          (await admin.templates(context)).map(({ archived }) => archived),
          [true],
        );
      });

      it('refuses what is no template, or none of its own', async () => {
        const admin = administrationFor(ADMIN);
        const withoutId: NewTemplate = { names: BOARD.names, grants: BOARD.grants };
        for (const wrong of [
          { ...withoutId, names: [] },
          { ...withoutId, scope: ['owner'] },
          { ...BOARD, id: 'x' },
        ])
          await assert.rejects(admin.addTemplate(wrong, context), { code: 'UsageError' });
        await assert.rejects(admin.template('none', context), { code: 'TemplateNotFound' });
        await assert.rejects(admin.archiveTemplate('none', context), { code: 'TemplateNotFound' });
        assert.equal((await admin.templates(context)).length, 1);
      });

      it('lists and unlists super users', async () => {
        const admin = administrationFor(ADMIN);
        const before = await admin.superUsers(context);
        assert.deepEqual(await admin.addSuperUser('carol+1@example.com', context), [...before, 'carol+1@example.com']);
        assert.deepEqual(await admin.removeSuperUser('CAROL+1@example.com', context), before);
        await assert.rejects(admin.removeSuperUser('carol+1@example.com', context), { code: 'UsageError' });
        await assert.rejects(admin.addSuperUser('carol', context), { code: 'UsageError' });
      });

      it('revokes and restores for the owner, and tells whether that changed anything', async () => {
        const license = await publish();
        const owner = administrationFor(ALICE);
        const change = async (revoked: boolean): Promise<boolean> =>
          (await owner.setRevoked(license, revoked, {}, context)).changed;
        assert.deepEqual([await change(true), await change(true)], [true, false]);
        await assert.rejects(bobOpens(license), { code: 'Revoked' });
        assert.deepEqual([await change(false), await change(false)], [true, false]);
        await bobOpens(license);
      });

      it('tells owner and administrator who was granted or denied, and nobody else', async () => {
        const license = await publish();
        await bobOpens(license);
        await assert.rejects(server.authority.clientFor(STRANGER).acquire(license, context));
        const time = server.time.toISOString();
        for (const who of [ALICE, ADMIN]) {
          const { owner, accesses } = await administrationFor(who).documentAccesses(license, {}, context);
          assert.equal(owner, ALICE);
          const expected = [
            { time, who: BOB, action: 'grant', rights: ['VIEW'] },
            { time, who: STRANGER, action: 'deny', reason: 'no-right' },
          ];
          assert.deepEqual(await all(accesses), expected);
          assert.deepEqual(await all(accesses), expected, 'walked again');
          assert.equal(accesses.damaged, 0);
        }
        for (const who of [BOB, STRANGER]) {
          const other = administrationFor(who);
          await assert.rejects(other.documentAccesses(license, {}, context), { code: 'AccessDenied' });
          await assert.rejects(other.setRevoked(license, true, {}, context), { code: 'AccessDenied' });
          await assert.rejects(other.setRevoked(license, true, { superUser: true }, context), { code: 'AccessDenied' });
        }
        await bobOpens(license);
      });

      it('refuses what is no licence, and stops when it is told to', async () => {
        const admin = administrationFor(ADMIN);
        await assert.rejects(admin.documentAccesses(new Uint8Array(9), {}, context), { code: 'CorruptFile' });
        const aborted = { ...context, signal: AbortSignal.abort() };
        await assert.rejects(admin.templates(aborted), { code: 'Aborted' });
      });
    });
  }

  it('of a service is for its administrators only', async () => {
    const other = remote(ALICE);
    const calls = [
      other.templates(context),
      other.template('Ärzte', context),
      other.addTemplate(BOARD, context),
      other.archiveTemplate('Ärzte', context),
      other.superUsers(context),
      other.addSuperUser(ALICE, context),
      other.removeSuperUser('root@example.com', context),
    ];
    await Promise.all(calls.map((call) => assert.rejects(call, { code: 'AccessDenied' })));
    assert.deepEqual(await server.authority.directory.superUsers(), ['root@example.com']);
  });

  it('of a service that announces none is not supported', async () => {
    const service = await loopbackService();
    const administration = clientOf(service.origin, () => Promise.resolve('secret'));
    await assert.rejects(administration.templates(context), { code: 'NotSupportedByClient' });
    await service.close();
  });

  it('of a service tells accesses without end, some at a time', async () => {
    const COUNT = 12_000;
    const access = (number: number): DocumentAccess => ({
      time: new Date(number).toISOString(),
      who: BOB,
      action: 'deny',
    });
    const accesses: AccessReading = {
      damaged: 3,
      async *[Symbol.asyncIterator]() {
        for (let number = 0; number < COUNT; number++) yield await Promise.resolve(access(number));
      },
    };
    const contentId = '760cb90e-0000-4000-8000-00000000000b';
    const documentAccesses = (): Promise<unknown> => Promise.resolve({ contentId, accesses });
    const authority = { administrationFor: () => ({ documentAccesses }) } as unknown as Authority;
    const long = await createServer({ authority, issuer: { url: server.provider.url, audience: AUDIENCE } });
    const administration = clientOf(await long.listen(), () => server.provider.token(ALICE));
    try {
      const { license } = await server.authority.clientFor(ALICE).publish(
        {
          policy: { names: [], grants: [{ users: [BOB], rights: ['VIEW'] }] },
          labels: [],
          deprecatedAlgorithms: false,
        },
        context,
      );
      const told = await administration.documentAccesses(license, {}, context);
      assert.deepEqual(
        await all(told.accesses),
        Array.from({ length: COUNT }, (_, number) => access(number)),
      );
      assert.deepEqual([told.contentId, told.accesses.damaged], [contentId, 3]);
    } finally {
      await long.close();
    }
  });
});
