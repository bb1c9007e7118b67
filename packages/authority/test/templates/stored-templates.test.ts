import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthority } from '@rightsmith/authority';
import { readRightsData, splitBlocks, verifyBlock, type NewTemplate } from '@rightsmith/core';
import { useAuthority } from '../use-authority.js';

const ID = '760cb90e-0000-4000-8000-00000000000a';
const WITHOUT_ID: NewTemplate = {
  names: [
    { lcid: 1033, name: 'Board only', description: 'For the board' },
    { lcid: 1031, name: 'Nur Vorstand', description: '' },
  ],
  grants: [
    { users: ['board@example.com'], rights: ['VIEW', 'EDIT'], validUntil: new Date('2025-01-01T00:00:00Z') },
    { users: ['@example.com'], rights: ['VIEW'] },
  ],
  validFrom: new Date('2024-01-01T00:00:00Z'),
  validUntil: new Date('2026-01-01T00:00:00Z'),
  offlineDays: 7,
  referral: 'mailto:board@example.com',
  encryptedData: { Purpose: 'secret' },
  scope: ['@example.com'],
};
const TEMPLATE: NewTemplate = { id: ID, ...WITHOUT_ID };

describe('StoredTemplates', () => {
  const shared = useAuthority();
  const store = (): typeof shared.authority.templates => shared.authority.templates;
  const file = (): string => join(shared.home, 'templates', `${ID}.json`);
  afterEach(() => {
    for (const name of readdirSync(join(shared.home, 'templates'))) {
      rmSync(join(shared.home, 'templates', name), { recursive: true });
    }
  });

  it('gives back what was added, by id in any spelling and by name in any language', async () => {
    const added = await store().add(TEMPLATE);
    assert.deepEqual(added, { ...TEMPLATE, modified: new Date(shared.time) });
    for (const key of [ID, `{${ID.toUpperCase()}}`, 'board ONLY', 'Nur Vorstand']) {
      assert.deepEqual((await store().get(key)).template, added);
    }
    assert.deepEqual(await store().list(), [added]);
  });

  it('gives another process the same', async () => {
    const added = await store().add(TEMPLATE);
    const other = await openAuthority({ home: shared.home });
    assert.deepEqual(await other.templates.list(), [added]);
  });

  it('signs the official text with the tenant key, once', async () => {
    await store().add(TEMPLATE);
    const { signed } = await store().get(ID);
    const [block] = splitBlocks(signed);
    const { digest, signature, issuerFingerprint } = verifyBlock(block!);
    assert.deepEqual(
      { digest, signature, issuerFingerprint },
      { digest: true, signature: true, issuerFingerprint: (await shared.authority.facts()).modulusSha256 },
    );
    const { official, descriptorId } = readRightsData(signed);
    assert.deepEqual({ official, descriptorId }, { official: true, descriptorId: ID });
    assert.equal((await store().get(ID)).signed, signed);
  });

  it('makes an id where there is none', async () => {
    const [first, second] = [await store().add(WITHOUT_ID), await store().add(WITHOUT_ID)];
    assert.match(first.id, /^[0-9a-f-]{36}$/);
    assert.notEqual(first.id, second.id);
  });

  it('keeps the version it replaces', async () => {
    const first = await store().add(TEMPLATE);
    const text = readFileSync(file(), 'utf8');
    shared.time = '2024-05-07T00:00:00.000Z';
    await store().add({ ...TEMPLATE, offlineDays: 0 });
    const [kept, ...others] = readdirSync(join(shared.home, 'templates/versions', ID));
    assert.deepEqual(others, []);
    assert.equal(kept, `${first.modified.getTime()}.json`);
    assert.equal(readFileSync(join(shared.home, 'templates/versions', ID, kept), 'utf8'), text);
    assert.equal((await store().get(ID)).template.offlineDays, 0);
    assert.equal((await store().list()).length, 1);
  });

  it('keeps every version, even if the clock stands still or goes back', async () => {
    for (const time of ['2024-05-07T00:00:00.000Z', '2024-05-07T00:00:00.000Z', '2024-05-06T00:00:00.000Z']) {
      shared.time = time;
      await store().add(TEMPLATE);
    }
    assert.equal(readdirSync(join(shared.home, 'templates/versions', ID)).length, 2);
  });

  it('keeps every version when many are added at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => store().add(TEMPLATE)));
    assert.equal(readdirSync(join(shared.home, 'templates/versions', ID)).length, 7);
  });

  describe('archive', () => {
    it('marks a template and leaves its text as it was signed', async () => {
      const added = await store().add(TEMPLATE);
      const { signed } = await store().get(ID);
      assert.deepEqual(await store().archive('board only'), { ...added, archived: true });
      assert.deepEqual(await store().get(ID), { template: { ...added, archived: true }, signed });
    });

    it('is told apart from a template that is not there', async () => {
      await store().add(TEMPLATE);
      await store().archive(ID);
      await assert.rejects(store().archive(ID), { code: 'TemplateArchived' });
      await assert.rejects(store().archive('nobody'), { code: 'TemplateNotFound' });
    });

    it('lets a name mean the template that has it and is not archived', async () => {
      await store().add(TEMPLATE);
      await store().archive(ID);
      assert.equal((await store().get('Board only')).template.id, ID);
      const { id } = await store().add(WITHOUT_ID);
      assert.equal((await store().get('Board only')).template.id, id);
    });

    it('is undone by adding the template again', async () => {
      await store().add(TEMPLATE);
      await store().archive(ID);
      assert.equal((await store().add(TEMPLATE)).archived, undefined);
      assert.equal((await store().get(ID)).template.archived, undefined);
    });
  });

  it('asks for the id where a name is not enough', async () => {
    await store().add(TEMPLATE);
    await store().add(WITHOUT_ID);
    await assert.rejects(store().get('Board only'), { code: 'UsageError' });
  });

  for (const name of ['nobody', ID, '', '__proto__']) {
    it(`does not find ${JSON.stringify(name)}`, async () => {
      await assert.rejects(store().get(name), { code: 'TemplateNotFound' });
    });
  }

  for (const [what, change] of [
    ['without a name', { names: [] }],
    ['without a grant', { grants: [] }],
    ['with a name that a descriptor cannot hold', { names: [{ lcid: 1033, name: 'a;b', description: '' }] }],
    ['with a colon in a description', { names: [{ lcid: 1033, name: 'a', description: 'b:c' }] }],
    [
      'with two names in one language',
      {
        names: [
          { lcid: 1033, name: 'a', description: '' },
          { lcid: 1033, name: 'b', description: '' },
        ],
      },
    ],
    ['with an id that is none', { id: '../../outside' }],
    ['for nobody', { scope: [] }],
    ['for a scope that is none', { scope: ['no body'] }],
    ['for the owner, who is not there yet', { scope: ['owner'] }],
  ] as const) {
    it(`refuses a template ${what}`, async () => {
      await assert.rejects(store().add({ ...TEMPLATE, ...change }), { code: 'UsageError' });
      assert.deepEqual(await store().list(), []);
    });
  }

  for (const [what, content] of [
    ['cut', '{"schema":1'],
    ['of a later schema', '{"schema":2}'],
    ['without its signed text', JSON.stringify({ schema: 1, template: { id: ID, names: [], rights: [] } })],
  ] as const) {
    it(`names a file that is ${what}`, async () => {
      writeFileSync(file(), content);
      await assert.rejects(store().list(), { code: 'CorruptFile', where: { file: file(), structure: 'template' } });
    });
  }
});
