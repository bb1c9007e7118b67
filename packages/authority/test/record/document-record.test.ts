import assert from 'node:assert/strict';
import type { ClientOptions, RecordEntry } from '@rightsmith/authority';
import { readPublishingLicense } from '@rightsmith/core';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

describe('documentRecord', () => {
  const shared = useAuthority({
    schema: 1,
    people: [{ address: 'alice@example.com', aliases: ['alice@example.org'] }],
    superUsers: ['root@example.com'],
  });

  let license: Uint8Array;
  const open = (who: string, options?: ClientOptions): Promise<unknown> =>
    shared.client(who, options).acquire(license, callContext());
  const read = async (who: string, options?: ClientOptions): Promise<RecordEntry[]> => {
    const entries: RecordEntry[] = [];
    for await (const entry of (await shared.authority.documentRecord(license, who, options)).accesses) {
      entries.push(entry);
    }
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
      assert.deepEqual(
        entries.map((entry) => ({ ...entry, contentId: '', owner: '' })),
        [
          { time, action: 'grant', contentId: '', who: 'bob@example.com', owner: '', rights: ['VIEW'] },
          { time, action: 'deny', contentId: '', who: 'eve@example.com', owner: '', reason: 'no-right' },
          {
            time,
            action: 'grant',
            contentId: '',
            who: 'root@example.com',
            owner: '',
            rights: ['OWNER'],
            superUser: true,
          },
        ],
      );
    });
  }

  it('names the document', async () => {
    const { contentId, owner } = await shared.authority.documentRecord(license, 'alice@example.com');
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
    await assert.rejects(shared.authority.documentRecord(new TextEncoder().encode(text), 'bobby@example.com'), {
      code: 'Tampered',
    });
  });

  it('asks for an address', async () => {
    await assert.rejects(shared.authority.documentRecord(license, 'alice'), { code: 'UsageError' });
  });
});
