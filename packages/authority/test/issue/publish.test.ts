import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  PUBLISHED_BY,
  readPublishingLicense,
  verifyLicense,
  type CustomPolicy,
  type NewTemplate,
  type Publication,
  type PublishRequest,
  type UseLicense,
} from '@rightsmith/core';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

const VIEW_FOR_BOB = policyFor({ 'bob@example.com': ['VIEW'] });
const NOTE = new TextEncoder().encode('sixteen bytes ..');

describe('publish', () => {
  const shared = useAuthority({
    schema: 1,
    groups: [{ address: 'editors@example.com', members: ['bob@example.com'] }],
  });

  const acquire = ({ license }: Publication, address = 'alice@example.com'): Promise<UseLicense> =>
    shared.client(address).acquire(license, callContext());

  describe('a custom policy', () => {
    it('issues one server-signed block of mode 2 in the name of the tenant', async () => {
      const publication = await shared.publish({ policy: VIEW_FOR_BOB });
      const license = readPublishingLicense(publication.license);
      const { tenantId, modulusSha256, url } = await shared.authority.facts();
      assert.equal(license.encoding, 'utf8-bom');
      assert.equal(license.blocks.length, 1);
      assert.equal(license.cryptoMode, 2);
      assert.equal(license.kind, 'custom');
      assert.equal(license.issuer.key.fingerprint, modulusSha256);
      assert.equal(license.principal.key.fingerprint, modulusSha256);
      assert.equal(license.issuer.levels['Tenant-ID'], `{${tenantId}}`);
      assert.deepEqual(license.urls, { intranet: url, extranet: url });
      assert.deepEqual(license.issuedAt, new Date('2024-05-06T07:08:00Z'));
      assert.equal(license.validUntil, undefined);
      assert.equal(license.contentId, publication.contentId);
      assert.equal(license.owner, 'alice@example.com');
      assert.equal(publication.owner, 'alice@example.com');
      const { valid, chain } = verifyLicense(publication.license);
      assert.deepEqual({ valid, chain }, { valid: true, chain: 'single' });
    });

    it('writes what the request says in the clear', async () => {
      const { license: bytes } = await shared.publish({
        policy: policyFor(
          { 'bob@example.com': ['VIEW'] },
          {
            names: [{ lcid: 1033, name: 'Plan & draft', description: 'Until <June>' }],
            validUntil: new Date('2024-06-01T12:34:56Z'),
            referral: 'mailto:help@example.com',
          },
        ),
        owner: 'carol@example.com',
        labels: [{ id: '11111111-2222-4333-8444-555555555555', tenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa' }],
        signedData: { Colour: 'red' },
        encryptedData: { Shape: 'hidden-shape' },
      });
      const license = readPublishingLicense(bytes);
      assert.deepEqual(license.descriptor?.names, [{ lcid: 1033, name: 'Plan & draft', description: 'Until <June>' }]);
      assert.deepEqual(license.validUntil, new Date('2024-06-01T12:34:00Z'));
      assert.equal(license.referral, 'mailto:help@example.com');
      assert.equal(license.owner, 'carol@example.com');
      assert.deepEqual(license.labels, [
        { id: '11111111-2222-4333-8444-555555555555', tenantId: '66666666-7777-4888-8999-aaaaaaaaaaaa' },
      ]);
      assert.deepEqual(license.appData, { Colour: 'red', [PUBLISHED_BY]: 'alice@example.com' });
      assert.ok(!license.text.includes('hidden-shape'));
    });

    it('gives back the whole policy to its owner', async () => {
      const policy: CustomPolicy = {
        names: [{ lcid: 1033, name: 'Plan', description: '' }],
        grants: [
          { users: ['bob@example.com', '@example.org', 'anyone'], rights: ['VIEW', 'X-CUSTOM.1'] },
          { users: ['dave@example.com'], rights: ['EDIT'] },
        ],
        validUntil: new Date('2024-06-01T00:00:00Z'),
        offlineDays: 3,
        encryptedData: { Shape: 'round' },
      };
      const useLicense = await acquire(await shared.publish({ policy, encryptedData: { Size: 'big' } }));
      const read = await useLicense.policy();
      assert.deepEqual(read?.names, policy.names);
      assert.deepEqual(read.validUntil, policy.validUntil);
      assert.equal(read.offlineDays, 3);
      assert.deepEqual(read.encryptedData, { Shape: 'round', Size: 'big' });
      for (const [user, right] of [
        ['bob@example.com', 'VIEW'],
        ['@example.org', 'X-CUSTOM.1'],
        ['anyone', 'VIEW'],
        ['dave@example.com', 'EDIT'],
        ['owner', 'OWNER'],
      ] as const) {
        assert.ok(
          read.grants.some(({ users, rights }) => users.includes(user) && rights.includes(right)),
          `${user} ${right}`,
        );
      }
    });

    it('hands out the same key on publishing and on opening', async () => {
      const publication = await shared.publish({ policy: VIEW_FOR_BOB });
      const useLicense = await acquire(publication, 'bob@example.com');
      assert.equal(publication.cipher.mode, 'CBC4K');
      assert.equal(publication.cipher.keyBits, 256);
      const encrypted = await publication.cipher.encrypt(0, NOTE, true);
      assert.deepEqual(await useLicense.cipher.decrypt(0, encrypted, true), NOTE);
    });

    it('uses AES-128 in ECB where deprecated algorithms are asked for', async () => {
      const publication = await shared.publish({ policy: VIEW_FOR_BOB, deprecatedAlgorithms: true });
      const useLicense = await acquire(publication, 'bob@example.com');
      for (const cipher of [publication.cipher, useLicense.cipher]) {
        assert.deepEqual([cipher.mode, cipher.keyBits], ['ECB', 128]);
      }
      assert.deepEqual(await useLicense.cipher.decrypt(0, await publication.cipher.encrypt(0, NOTE, true), true), NOTE);
    });

    it('never gives two contents the same id or key', async () => {
      const first = await shared.publish({ policy: VIEW_FOR_BOB });
      const second = await shared.publish({ policy: VIEW_FOR_BOB });
      assert.notEqual(first.contentId, second.contentId);
      assert.notDeepEqual(await first.cipher.encrypt(0, NOTE, true), await second.cipher.encrypt(0, NOTE, true));
    });

    it('records who published what for whom', async () => {
      const { contentId } = await shared.publish({ policy: VIEW_FOR_BOB, owner: 'carol@example.com' });
      assert.deepEqual(await shared.recordOf(contentId), [
        { time: shared.time, action: 'publish', contentId, who: 'alice@example.com', owner: 'carol@example.com' },
      ]);
    });

    const refused: readonly [what: string, request: Partial<PublishRequest>][] = [
      ['a policy without grants', { policy: { names: [], grants: [] } }],
      ['a policy that has ended', { policy: { ...VIEW_FOR_BOB, validUntil: new Date('2020-01-01') } }],
      ['a user that is none', { policy: policyFor({ 'no body': ['VIEW'] }) }],
      ['an owner that is no address', { owner: 'carol' }],
      ['signed data that XML cannot hold', { signedData: { a: '\u0000' } }],
    ];
    for (const [what, request] of refused) {
      it(`refuses ${what}`, async () => {
        await assert.rejects(shared.publish({ policy: VIEW_FOR_BOB, ...request }), { code: 'UsageError' });
      });
    }

    it('refuses a policy too long for a licence', async () => {
      const users = Array.from({ length: 10_000 }, (_, number) => `user${number}@example.com`);
      const policy = { names: [], grants: [{ users, rights: ['VIEW'] }] };
      await assert.rejects(shared.publish({ policy }), { code: 'LimitReached' });
    });

    it('publishes nothing once the call was aborted', async () => {
      const request = { policy: VIEW_FOR_BOB, labels: [], deprecatedAlgorithms: false };
      await assert.rejects(shared.client('alice@example.com').publish(request, callContext(AbortSignal.abort())), {
        code: 'Aborted',
      });
    });

    it('publishes nothing that it cannot record', async () => {
      const record = join(shared.home, 'record.ndjson');
      rmSync(record, { force: true });
      mkdirSync(record);
      try {
        await assert.rejects(shared.publish({ policy: VIEW_FOR_BOB }), { code: 'CannotWrite' });
      } finally {
        rmSync(record, { recursive: true });
      }
    });
  });

  describe('a template', () => {
    const ID = '760cb90e-0000-4000-8000-00000000000b';
    const TEMPLATE: NewTemplate = {
      id: ID,
      names: [{ lcid: 1033, name: 'Editors', description: 'May edit' }],
      grants: [{ users: ['editors@example.com'], rights: ['VIEW', 'EDIT'] }],
      validUntil: new Date('2025-01-01T00:00:00Z'),
      referral: 'https://example.com/ask',
    };
    before(async () => {
      await shared.authority.templates.add(TEMPLATE);
      await shared.authority.templates.add({
        names: [{ lcid: 1033, name: 'Editors’ own', description: '' }],
        grants: TEMPLATE.grants,
        scope: ['editors@example.com'],
      });
      await shared.authority.templates.add({
        names: [{ lcid: 1033, name: 'Gone', description: '' }],
        grants: TEMPLATE.grants,
        scope: ['@example.com'],
      });
      await shared.authority.templates.archive('Gone');
    });

    for (const named of [ID, `{${ID}}`, 'EDITORS']) {
      it(`is found as ${named} and named in the licence`, async () => {
        const { license: bytes } = await shared.publish({ policy: { template: named } });
        const license = readPublishingLicense(bytes);
        assert.equal(license.kind, 'template');
        assert.equal(license.descriptor?.id, ID);
        assert.deepEqual(license.descriptor.names, TEMPLATE.names);
        assert.equal(license.descriptor.version, '2024-05-06T07:08');
        assert.equal(license.referral, 'https://example.com/ask');
        assert.equal(license.referralFromTemplate, true);
      });
    }

    it('leaves its end out of the clear part, so that a later version can change it', async () => {
      const { license } = await shared.publish({ policy: { template: ID } });
      assert.equal(readPublishingLicense(license).validUntil, undefined);
    });

    it('is for those in its scope only, others do not find it', async () => {
      await shared.publish({ policy: { template: 'Editors’ own' } }, 'bob@example.com');
      await assert.rejects(shared.publish({ policy: { template: 'Editors’ own' } }), { code: 'TemplateNotFound' });
      const listed = async (address: string): Promise<string[]> =>
        (await shared.client(address).templates(callContext())).map(({ name }) => name);
      assert.deepEqual(await listed('bob@example.com'), ['Editors', 'Editors’ own']);
      assert.deepEqual(await listed('alice@example.com'), ['Editors']);
    });

    it('is for those whose proven groups are in its scope', async () => {
      const of = async (groups: string[]): Promise<unknown> => {
        const client = shared.client('carol@example.com', { groups });
        return (await client.template!('Editors’ own', callContext()))?.names;
      };
      assert.deepEqual(await of(['editors@example.com']), [{ lcid: 1033, name: 'Editors’ own', description: '' }]);
      await assert.rejects(of([]), { code: 'TemplateNotFound' });
    });

    it('is listed with its names and issuer', async () => {
      const [summary] = await shared.client('alice@example.com').templates(callContext());
      assert.deepEqual(summary, {
        id: ID,
        name: 'Editors',
        description: 'May edit',
        names: TEMPLATE.names,
        issuer: 'Rightsmith',
      });
    });

    it('is not found where there is none of the name', async () => {
      await assert.rejects(shared.publish({ policy: { template: 'nothing' } }), { code: 'TemplateNotFound' });
    });

    it('cannot be archived and used, by name or id', async () => {
      const gone = (await shared.authority.templates.list()).find(({ archived }) => archived === true);
      for (const template of ['Gone', gone!.id]) {
        await assert.rejects(shared.publish({ policy: { template } }), { code: 'TemplateArchived', exitCode: 50 });
      }
    });

    it('is not there for those outside its scope, archived or not', async () => {
      await assert.rejects(shared.publish({ policy: { template: 'Gone' } }, 'eve@example.org'), {
        code: 'TemplateNotFound',
      });
    });

    it('is found by a name that another one shares outside the scope', async () => {
      const names = [{ lcid: 1033, name: 'Shared name', description: '' }];
      const [forBob, forEve] = await Promise.all(
        ['bob@example.com', 'eve@example.org'].map((user) =>
          shared.authority.templates.add({ names, grants: TEMPLATE.grants, scope: [user] }),
        ),
      );
      const idFor = async (address: string): Promise<string | undefined> => {
        const { license } = await shared.publish({ policy: { template: 'Shared name' } }, address);
        return readPublishingLicense(license).descriptor?.id;
      };
      assert.equal(await idFor('bob@example.com'), forBob!.id);
      assert.equal(await idFor('eve@example.org'), forEve!.id);
    });

    it('takes no encrypted data of one document', async () => {
      await assert.rejects(shared.publish({ policy: { template: ID }, encryptedData: { a: 'b' } }), {
        code: 'UsageError',
      });
    });
  });

  describe('the same key again', () => {
    it('keeps content id, key and owner under the new policy', async () => {
      const first = await shared.publish({ policy: policyFor({ 'bob@example.com': ['VIEW', 'EDITRIGHTSDATA'] }) });
      const useLicense = await acquire(first, 'bob@example.com');
      const second = await shared.publish(
        { policy: policyFor({ 'dave@example.com': ['VIEW'] }), sameKeyAs: useLicense },
        'bob@example.com',
      );
      assert.equal(second.contentId, first.contentId);
      assert.equal(second.owner, 'alice@example.com');
      const encrypted = await first.cipher.encrypt(0, NOTE, true);
      const opened = await acquire(second, 'dave@example.com');
      assert.deepEqual(await opened.cipher.decrypt(0, encrypted, true), NOTE);
      await assert.rejects(acquire(second, 'bob@example.com'), { code: 'AccessDenied' });
    });

    it('is there even after the use licence’s cipher was closed', async () => {
      const first = await shared.publish({ policy: VIEW_FOR_BOB });
      const useLicense = await acquire(first);
      await useLicense.cipher.close();
      const second = await shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: useLicense });
      const encrypted = await first.cipher.encrypt(0, NOTE, true);
      assert.deepEqual(await second.cipher.decrypt(0, encrypted, true), NOTE);
    });

    it('needs the right to change the policy', async () => {
      const useLicense = await acquire(await shared.publish({ policy: VIEW_FOR_BOB }), 'bob@example.com');
      await assert.rejects(shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: useLicense }, 'bob@example.com'), {
        code: 'AccessDenied',
        right: 'EDITRIGHTSDATA',
      });
    });

    it('needs the key handle of a use licence of this authority, however that was wrapped', async () => {
      const first = await shared.publish({ policy: VIEW_FOR_BOB });
      const useLicense = await acquire(first);
      const again = await shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: { ...useLicense, offline: false } });
      assert.equal(again.contentId, first.contentId);
      const parsed: UseLicense = { ...useLicense };
      delete (parsed as { keyHandle?: object }).keyHandle;
      for (const foreign of [parsed, { ...useLicense, keyHandle: {} }]) {
        await assert.rejects(shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: foreign }), {
          code: 'NotSupportedByClient',
        });
      }
    });

    it('stays with its owner unless OWNER names another', async () => {
      const first = await shared.publish({ policy: policyFor({ 'bob@example.com': ['VIEW', 'EDITRIGHTSDATA'] }) });
      const sameKeyAs = await acquire(first, 'bob@example.com');
      const byBob = { policy: VIEW_FOR_BOB, sameKeyAs, owner: 'bob@example.com' };
      await assert.rejects(shared.publish(byBob, 'bob@example.com'), { code: 'AccessDenied', right: 'OWNER' });
      const same = await shared.publish({ ...byBob, owner: 'ALICE@example.com' }, 'bob@example.com');
      assert.equal(same.contentId, first.contentId);
      const byAlice = { ...byBob, sameKeyAs: await acquire(first) };
      assert.equal((await shared.publish(byAlice)).owner, 'bob@example.com');
    });

    it('cannot change to deprecated algorithms, but can stay with them', async () => {
      const usual = await acquire(await shared.publish({ policy: VIEW_FOR_BOB }));
      await assert.rejects(shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: usual, deprecatedAlgorithms: true }), {
        code: 'UsageError',
      });
      const old = await acquire(await shared.publish({ policy: VIEW_FOR_BOB, deprecatedAlgorithms: true }));
      const again = await shared.publish({ policy: VIEW_FOR_BOB, sameKeyAs: old });
      assert.equal(again.cipher.mode, 'ECB');
    });

    it('never stands on the use licence', async () => {
      const useLicense = await acquire(await shared.publish({ policy: VIEW_FOR_BOB }));
      const members = Object.values(useLicense).filter((value) => value instanceof Uint8Array);
      assert.deepEqual(members, []);
    });
  });
});
