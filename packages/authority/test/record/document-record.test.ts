import assert from 'node:assert/strict';
import type { ClientOptions } from '@rightsmith/authority';
import { readPublishingLicense, type DocumentAccess, type DocumentAccesses } from '@rightsmith/core';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

describe('what the record says about a document', () => {
  const shared = useAuthority({
    schema: 1,
    people: [{ address: 'alice@example.com', aliases: ['alice@example.org'] }],
    superUsers: ['root@example.com'],
  });

  let license: Uint8Array;
  const open = (who: string, options?: ClientOptions): Promise<unknown> =>
    shared.client(who, options).acquire(license, callContext());
  const ask = async (who: string, options?: ClientOptions, about = license): Promise<DocumentAccesses> =>
    shared.authority.administrationFor(who, options).documentAccesses(about, {}, callContext());
  const read = async (who: string, options?: ClientOptions): Promise<DocumentAccess[]> => {
    const entries: DocumentAccess[] = [];
    for await (const entry of (await ask(who, options)).accesses) entries.push(entry);
    return entries;
  };

  before(async () => {
    ({ license } = await shared.publish({ policy: policyFor({ 'bob@example.com': ['VIEW'] }) }));
    await shared.publish({ policy: policyFor({ anyone: ['VIEW'] }) });
    await open('bob@example.com');
    await assert.rejects(open('eve@example.com'));
    await open('root@example.com', { superUser: true });
  });

  for (const owner of ['alice@example.com', 'ALICE@example.org']) {
    it(`tells the owner, as ${owner}, who was granted or denied, and when`, async () => {
      const entries = await read(owner);
      const time = shared.time;
      assert.deepEqual(entries, [
        { time, action: 'grant', who: 'bob@example.com', rights: ['VIEW'] },
        { time, action: 'deny', who: 'eve@example.com', reason: 'no-right' },
        { time, action: 'grant', who: 'root@example.com', rights: ['OWNER'], superUser: true },
      ]);
    });
  }

  it('names the document', async () => {
    const { contentId, owner } = await ask('alice@example.com');
    assert.deepEqual([contentId, owner], [readPublishingLicense(license).contentId, 'alice@example.com']);
  });

  it('tells a super user who asks as one', async () => {
    assert.equal((await read('root@example.com', { superUser: true })).length, 3);
  });

  const refused: readonly [who: string, options?: ClientOptions][] = [
    ['bob@example.com'],
    ['root@example.com'],
    ['alice@example.com', { superUser: true }],
  ];
  for (const [who, options] of refused) {
    it(`tells nothing to ${who}${options === undefined ? '' : ' as a super user'}`, async () => {
      await assert.rejects(read(who, options), { code: 'AccessDenied' });
    });
  }

  it('tells nothing about a licence that was changed to name another owner', async () => {
    const text = new TextDecoder().decode(license).replaceAll('alice@example.com', 'bobby@example.com');
    const changed = new TextEncoder().encode(text);
    await assert.rejects(ask('bobby@example.com', undefined, changed), { code: 'Tampered' });
  });

  it('asks for an address', async () => {
    await assert.rejects(ask('alice'), { code: 'UsageError' });
  });
});
