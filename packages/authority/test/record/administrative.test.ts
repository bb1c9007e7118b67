import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importAuthority, openAuthority, type RecordEntry } from '@rightsmith/authority';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

const ALICE = 'alice@example.com';

/** All about an entry but its time and who wrote it. */
const told = ({ action, contentId, who, subject }: RecordEntry): unknown[] => [action, contentId, who, subject];

describe('the record of what was done to the authority', () => {
  const shared = useAuthority();
  const entries = async (): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const entry of shared.authority.readRecord()) all.push(told(entry));
    return all;
  };

  it('names who changed templates, super users, keys and address, and what, in the same chain as all else', async () => {
    const { authority } = shared;
    const administration = authority.administrationFor(ALICE);
    const names = [{ lcid: 1033, name: 'T', description: '' }];
    const template = { ...policyFor({ 'bob@example.com': ['VIEW'] }), names };
    const { id } = await administration.addTemplate(template, callContext());
    await administration.archiveTemplate(id, callContext());
    await administration.addSuperUser('bob@example.com', callContext());
    await administration.removeSuperUser('bob@example.com', callContext());
    const tenant = authority.tenantFor('carol@example.com');
    await tenant.rotateKey();
    await tenant.setUrl('https://rms.example.com');
    await tenant.export();
    await tenant.export('secret');
    await tenant.setPassphrase(undefined);
    assert.deepEqual(await entries(), [
      ['add-template', '', ALICE, id],
      ['archive-template', '', ALICE, id],
      ['add-super-user', '', ALICE, 'bob@example.com'],
      ['remove-super-user', '', ALICE, 'bob@example.com'],
      ['rotate-key', '', 'carol@example.com', undefined],
      ['set-url', '', 'carol@example.com', 'https://rms.example.com'],
      ['export-keys', '', 'carol@example.com', undefined],
      ['set-passphrase', '', 'carol@example.com', undefined],
    ]);
    const { contentId } = await shared.publish({ policy: policyFor({ 'bob@example.com': ['VIEW'] }) });
    assert.deepEqual((await shared.recordOf(contentId)).length, 1);
    const { valid, entries: count } = await authority.verifyRecord();
    assert.deepEqual([valid, count], [true, 9]);
  });

  it('says nothing of a change that failed', async () => {
    const before = await entries();
    await assert.rejects(shared.authority.tenantFor(ALICE).setUrl('nonsense'), { code: 'UsageError' });
    const administration = shared.authority.administrationFor(ALICE);
    await assert.rejects(administration.archiveTemplate('gone', callContext()), { code: 'TemplateNotFound' });
    await assert.rejects(administration.removeSuperUser('eve@example.com', callContext()), { code: 'UsageError' });
    assert.deepEqual(await entries(), before);
  });

  it('names who took an authority over, in the home it came to', async () => {
    const home = mkdtempSync(join(tmpdir(), 'rightsmith-test-'));
    try {
      const exported = await shared.authority.tenant.export('secret');
      await importAuthority(exported, 'secret', { home: join(home, 'new'), by: ALICE });
      const authority = await openAuthority({ home: join(home, 'new') });
      const all: unknown[] = [];
      for await (const entry of authority.readRecord()) all.push(told(entry));
      await authority.close();
      assert.deepEqual(all, [['import-keys', '', ALICE, exported.tenantId]]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
