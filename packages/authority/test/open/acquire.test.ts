import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  doNotForward,
  encodeLicense,
  encryptOnly,
  type CustomPolicy,
  type Publication,
  type RightsmithError,
  type UseLicense,
} from '@rightsmith/core';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

const DIRECTORY = {
  schema: 1,
  people: [
    { address: 'alice@example.com', aliases: ['alice@example.org'] },
    { address: 'root@example.com', aliases: ['admin@example.com'] },
  ],
  groups: [
    { address: 'inner@example.com', members: ['member@example.com'] },
    { address: 'middle@example.com', members: ['inner@example.com', 'outer@example.com'] },
    { address: 'outer@example.com', members: ['middle@example.com'] },
  ],
  superUsers: ['root@example.com'],
};
const DAY_MS = 86_400_000;
const START = '2024-05-06T07:08:09.123Z';

describe('acquire', () => {
  const shared = useAuthority(DIRECTORY);
  beforeEach(() => {
    shared.time = START;
  });

  const acquire = ({ license }: Publication, address: string, superUser = false): Promise<UseLicense> =>
    shared.client(address, { superUser }).acquire(license, callContext());

  const publish = (grants: Record<string, string[]>, others: Partial<CustomPolicy> = {}): Promise<Publication> =>
    shared.publish({ policy: policyFor(grants, others) });

  describe('gives the rights of the policy', () => {
    const cases: readonly [who: string, grants: Record<string, string[]>, address: string, rights: string[]][] = [
      ['the owner', { 'bob@example.com': ['VIEW'] }, 'alice@example.com', ['OWNER']],
      ['the owner in another case', { 'bob@example.com': ['VIEW'] }, 'ALICE@Example.com', ['OWNER']],
      ['the owner by an alias', { 'bob@example.com': ['VIEW'] }, 'alice@example.org', ['OWNER']],
      ['a person named', { 'bob@example.com': ['VIEW', 'EDIT'] }, 'bob@example.com', ['VIEW', 'EDIT']],
      ['a person named in another case', { 'Bob@Example.com': ['view'] }, 'bOB@example.COM', ['VIEW']],
      ['a member of nested groups', { 'outer@example.com': ['VIEW'] }, 'member@example.com', ['VIEW']],
      ['everybody of a domain', { '@example.net': ['VIEW'] }, 'carol@example.net', ['VIEW']],
      ['anyone', { anyone: ['VIEW', 'PRINT'] }, 'stranger@example.net', ['VIEW', 'PRINT']],
      [
        'several grants together',
        { 'inner@example.com': ['VIEW'], '@example.com': ['PRINT'], 'other@example.com': ['EDIT'] },
        'member@example.com',
        ['VIEW', 'PRINT'],
      ],
      ['a custom right', { 'bob@example.com': ['X-Acme.Review'] }, 'bob@example.com', ['X-ACME.REVIEW']],
      ['an owner by grant', { 'bob@example.com': ['OWNER'] }, 'bob@example.com', ['OWNER']],
    ];
    for (const [who, grants, address, rights] of cases) {
      it(`to ${who}`, async () => {
        const publication = await publish(grants);
        const useLicense = await acquire(publication, address);
        assert.deepEqual([...useLicense.rights].sort(), [...rights].sort());
        assert.equal(useLicense.contentId, publication.contentId);
        assert.equal(useLicense.owner, 'alice@example.com');
        assert.equal(useLicense.issuedTo, address);
      });
    }

    it('to recipients who must not forward', async () => {
      const publication = await shared.publish({
        policy: { names: [], grants: doNotForward(['bob@example.com']) },
      });
      const useLicense = await acquire(publication, 'bob@example.com');
      const allowed = await Promise.all(
        ['VIEW', 'REPLY', 'FORWARD', 'PRINT', 'EXPORT'].map((right) => useLicense.allows(right)),
      );
      assert.deepEqual(allowed, [true, true, false, false, false]);
    });

    it('to recipients of what is only encrypted', async () => {
      const publication = await shared.publish({
        policy: { names: [], grants: encryptOnly(['bob@example.com']) },
      });
      const useLicense = await acquire(publication, 'bob@example.com');
      const allowed = await Promise.all(
        ['VIEW', 'FORWARD', 'PRINT', 'EXPORT', 'OWNER'].map((right) => useLicense.allows(right)),
      );
      assert.deepEqual(allowed, [true, true, true, false, false]);
    });

    it('and compares custom rights without case', async () => {
      const useLicense = await acquire(await publish({ 'bob@example.com': ['X-Acme.Review'] }), 'bob@example.com');
      assert.equal(await useLicense.allows('x-acme.REVIEW'), true);
      assert.equal(await useLicense.allows('X-Acme.Publish'), false);
    });

    it('and the policy only to those who may see it', async () => {
      const publication = await publish({
        'bob@example.com': ['VIEW'],
        'carol@example.com': ['VIEW', 'VIEWRIGHTSDATA'],
      });
      assert.equal(await (await acquire(publication, 'bob@example.com')).policy(), undefined);
      assert.ok(await (await acquire(publication, 'carol@example.com')).policy());
      assert.ok(await (await acquire(publication, 'alice@example.com')).policy());
    });

    for (const encoding of ['utf8', 'utf8-bom', 'utf16le', 'utf16le-bom'] as const) {
      it(`from a licence stored as ${encoding}`, async () => {
        const { license } = await publish({ 'bob@example.com': ['VIEW'] });
        const text = new TextDecoder().decode(license);
        const useLicense = await acquire({ license: encodeLicense(text, encoding) } as Publication, 'bob@example.com');
        assert.deepEqual(useLicense.rights, ['VIEW']);
      });
    }
  });

  describe('refuses', () => {
    const refusalOf = async (publication: Publication, address: string): Promise<RightsmithError> => {
      try {
        await acquire(publication, address);
      } catch (error) {
        return error as RightsmithError;
      }
      throw new Error('It was granted.');
    };

    it('a stranger, and says whom to ask', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] }, { referral: 'mailto:help@example.com' });
      const error = await refusalOf(publication, 'stranger@example.net');
      assert.equal(error.code, 'AccessDenied');
      assert.equal((error as { referral?: string }).referral, 'mailto:help@example.com');
    });

    it('people it knows and people it does not in the same words', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] });
      const facts = async (address: string): Promise<unknown> => {
        const { code, message, hint, where } = await refusalOf(publication, address);
        return { code, message: message.replaceAll(address, '…'), hint, where };
      };
      assert.deepEqual(await facts('member@example.com'), await facts('stranger@example.net'));
    });

    it('members of a group that only shares the owner’s group', async () => {
      const publication = await publish({ 'inner@example.com': ['VIEW'] });
      assert.equal((await refusalOf(publication, 'bob@example.com')).code, 'AccessDenied');
    });

    it('a domain that only ends like the one named', async () => {
      const publication = await publish({ '@example.com': ['VIEW'] });
      assert.equal((await refusalOf(publication, 'eve@notexample.com')).code, 'AccessDenied');
      assert.equal((await refusalOf(publication, 'eve@sub.example.com')).code, 'AccessDenied');
    });

    it('everybody but the owner once the content has ended, to the second', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] }, { validUntil: new Date('2024-06-01T00:00Z') });
      shared.time = '2024-05-31T23:59:59.999Z';
      assert.deepEqual((await acquire(publication, 'bob@example.com')).rights, ['VIEW']);
      shared.time = '2024-06-01T00:00:00.000Z';
      assert.equal((await refusalOf(publication, 'bob@example.com')).code, 'Expired');
      assert.equal((await refusalOf(publication, 'stranger@example.net')).code, 'AccessDenied');
      assert.deepEqual((await acquire(publication, 'alice@example.org')).rights, ['OWNER']);
    });

    it('those whose time has not come', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] }, { validFrom: new Date('2024-06-01T00:00Z') });
      assert.equal((await refusalOf(publication, 'bob@example.com')).code, 'Expired');
      shared.time = '2024-06-01T00:00:00.000Z';
      assert.deepEqual((await acquire(publication, 'bob@example.com')).rights, ['VIEW']);
    });

    it('a call that was aborted, without a line in the record', async () => {
      const { license, contentId } = await publish({ anyone: ['VIEW'] });
      const client = shared.client('bob@example.com');
      await assert.rejects(client.acquire(license, callContext(AbortSignal.abort())), { code: 'Aborted' });
      assert.equal((await shared.recordOf(contentId)).length, 1);
    });

    it('everybody when it cannot record the answer', async () => {
      const publication = await publish({ anyone: ['VIEW'] });
      const record = join(shared.home, 'record.ndjson');
      rmSync(record);
      mkdirSync(record);
      try {
        assert.equal((await refusalOf(publication, 'bob@example.com')).code, 'CannotWrite');
      } finally {
        rmSync(record, { recursive: true });
      }
    });
  });

  describe('lets the answer be kept', () => {
    const keeping = async (
      others: Partial<CustomPolicy>,
      address = 'bob@example.com',
    ): Promise<Pick<UseLicense, 'offline' | 'validUntil' | 'contentValidUntil'>> => {
      const { offline, validUntil, contentValidUntil } = await acquire(
        await publish({ 'bob@example.com': ['VIEW'] }, others),
        address,
      );
      return { offline, ...(validUntil && { validUntil }), ...(contentValidUntil && { contentValidUntil }) };
    };
    const inDays = (days: number): Date => new Date(Date.parse(START) + days * DAY_MS);
    const end = new Date('2024-05-10T00:00:00Z');

    it('for 30 days where the policy does not say', async () => {
      assert.deepEqual(await keeping({}), { offline: true, validUntil: inDays(30) });
    });

    it('for as long as the policy says', async () => {
      assert.deepEqual(await keeping({ offlineDays: 2 }), { offline: true, validUntil: inDays(2) });
    });

    it('not at all where it forbids it', async () => {
      assert.deepEqual(await keeping({ offlineDays: 0 }), { offline: false });
    });

    it('not beyond the end of the content', async () => {
      assert.deepEqual(await keeping({ offlineDays: 10, validUntil: end }), {
        offline: true,
        validUntil: end,
        contentValidUntil: end,
      });
    });

    it('by the owner whatever the policy says', async () => {
      assert.deepEqual(await keeping({ offlineDays: 0, validUntil: end }, 'alice@example.com'), {
        offline: true,
        validUntil: inDays(30),
        contentValidUntil: end,
      });
    });
  });

  describe('goes by the current version of a template', () => {
    const ID = '760cb90e-0000-4000-8000-00000000000c';
    const add = (grants: Record<string, string[]>, others: object = {}): Promise<unknown> =>
      shared.authority.templates.add({
        ...policyFor(grants, others),
        id: ID,
        names: [{ lcid: 1033, name: 'Moving', description: '' }],
      });
    let publication: Publication;
    beforeEach(async () => {
      await add({ 'bob@example.com': ['VIEW'] }, { validUntil: new Date('2024-06-01T00:00Z') });
      publication = await shared.publish({ policy: { template: ID } });
    });

    it('that is the one it was published with', async () => {
      assert.deepEqual((await acquire(publication, 'bob@example.com')).rights, ['VIEW']);
      await assert.rejects(acquire(publication, 'carol@example.com'), { code: 'AccessDenied' });
      assert.deepEqual((await acquire(publication, 'alice@example.com')).rights, ['OWNER']);
      shared.time = '2024-06-01T00:00:00.000Z';
      await assert.rejects(acquire(publication, 'bob@example.com'), { code: 'Expired' });
    });

    it('that grants others, even archived', async () => {
      await add({ 'carol@example.com': ['EDIT'] }, { referral: 'https://example.com/new' });
      await shared.authority.templates.archive(ID);
      assert.deepEqual((await acquire(publication, 'carol@example.com')).rights, ['EDIT']);
      await assert.rejects(acquire(publication, 'bob@example.com'), {
        code: 'AccessDenied',
        referral: 'https://example.com/new',
      });
    });

    it('that names somebody else to ask, when access is granted too', async () => {
      const asked = async (): Promise<string | undefined> => (await acquire(publication, 'bob@example.com')).referral;
      await add({ 'bob@example.com': ['VIEW'] }, { referral: 'https://example.com/old' });
      publication = await shared.publish({ policy: { template: ID } });
      assert.equal(await asked(), 'https://example.com/old');
      await add({ 'bob@example.com': ['VIEW'] }, { referral: 'https://example.com/new' });
      assert.equal(await asked(), 'https://example.com/new');
    });

    it('that ends later', async () => {
      await add({ 'bob@example.com': ['VIEW'] }, { validUntil: new Date('2025-01-01T00:00Z') });
      shared.time = '2024-12-31T00:00:00.000Z';
      assert.deepEqual((await acquire(publication, 'bob@example.com')).rights, ['VIEW']);
    });

    it('or by the text in the licence when the template is gone', async () => {
      rmSync(join(shared.home, 'templates', `${ID}.json`));
      assert.deepEqual((await acquire(publication, 'bob@example.com')).rights, ['VIEW']);
      shared.time = '2024-06-01T00:00:00.000Z';
      await assert.rejects(acquire(publication, 'bob@example.com'), { code: 'Expired' });
    });
  });

  describe('for super users', () => {
    it('opens everything of the tenant, after its end too, and marks the record', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] }, { validUntil: new Date('2024-06-01T00:00Z') });
      shared.time = '2025-01-01T00:00:00.000Z';
      assert.deepEqual((await acquire(publication, 'admin@example.com', true)).rights, ['OWNER']);
      const entry = (await shared.recordOf(publication.contentId)).at(-1);
      assert.deepEqual(entry, {
        time: shared.time,
        action: 'grant',
        contentId: publication.contentId,
        who: 'admin@example.com',
        owner: 'alice@example.com',
        rights: ['OWNER'],
        superUser: true,
      });
    });

    it('does so only when asked', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] });
      await assert.rejects(acquire(publication, 'root@example.com'), { code: 'AccessDenied' });
    });

    it('refuses those who are none, whatever rights they have, and marks the record', async () => {
      const publication = await publish({ 'bob@example.com': ['VIEW'] });
      await assert.rejects(acquire(publication, 'bob@example.com', true), { code: 'AccessDenied' });
      const { reason, superUser } = (await shared.recordOf(publication.contentId)).at(-1)!;
      assert.deepEqual({ reason, superUser }, { reason: 'not-super-user', superUser: true });
    });

    it('does not mark what they may do anyhow', async () => {
      const publication = await shared.publish({ policy: policyFor({ anyone: ['VIEW'] }) }, 'root@example.com');
      await acquire(publication, 'root@example.com', true);
      assert.equal((await shared.recordOf(publication.contentId)).at(-1)?.superUser, undefined);
    });
  });

  it('records grants with their rights and denials with their reason', async () => {
    const publication = await publish({ 'bob@example.com': ['VIEW', 'PRINT'] });
    await acquire(publication, 'bob@example.com');
    await assert.rejects(acquire(publication, 'eve@example.com'));
    const { contentId } = publication;
    const facts = { time: START, contentId, owner: 'alice@example.com' };
    assert.deepEqual((await shared.recordOf(contentId)).slice(1), [
      { ...facts, action: 'grant', who: 'bob@example.com', rights: ['VIEW', 'PRINT'] },
      { ...facts, action: 'deny', who: 'eve@example.com', reason: 'no-right' },
    ]);
  });
});
