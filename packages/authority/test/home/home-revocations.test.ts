import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { useTemporaryFolder } from '../../../../test/support/temporary-folder.js';
import { HomeRevocations } from '../../src/home/home-revocations.js';
import type { RecordAppender } from '../../src/record/authority-record.js';
import type { RecordEntry } from '../../src/record/record-entry.js';

const CONTENT_ID = '7e748e8b-b29b-4646-a13e-cc1c9b3444df';
const REVOKE: RecordEntry = {
  time: '2024-05-06T07:08:09.123Z',
  action: 'revoke',
  contentId: CONTENT_ID,
  who: 'alice@example.com',
  owner: 'alice@example.com',
};
const RESTORE: RecordEntry = { ...REVOKE, action: 'restore', time: '2024-05-07T07:08:09.123Z' };

describe('HomeRevocations', () => {
  const path = useTemporaryFolder();
  /** The revocations of a process, and what it puts on record. */
  const open = (append?: RecordAppender['append']): { of: HomeRevocations; recorded: RecordEntry[] } => {
    const recorded: RecordEntry[] = [];
    const toList = (entry: RecordEntry): Promise<void> => Promise.resolve(void recorded.push(entry));
    return { of: new HomeRevocations(path('revocations.json'), { append: append ?? toList }), recorded };
  };
  const fails = (): Promise<void> => Promise.reject(new Error('The disk is full.'));

  // What a kill between list and record leaves behind is the same.
  it('counts although the record cannot be written, and is put on record by the next who asks', async () => {
    await assert.rejects(open(fails).of.add(REVOKE), /disk is full/);
    const next = open();
    assert.deepEqual(await next.of.find(CONTENT_ID), { contentId: CONTENT_ID, time: REVOKE.time, by: REVOKE.who });
    assert.deepEqual(next.recorded, [REVOKE]);
    await next.of.list();
    await open().of.list();
    assert.deepEqual(next.recorded, [REVOKE]);
    assert.doesNotMatch(readFileSync(path('revocations.json'), 'utf8'), /unrecorded/);
  });

  it('is put on record before what is done next, in the order it was done', async () => {
    await assert.rejects(open(fails).of.add(REVOKE));
    await assert.rejects(open(fails).of.remove(RESTORE));
    const next = open();
    assert.equal(await next.of.add({ ...REVOKE, who: 'bob@example.com' }), true);
    assert.deepEqual(next.recorded, [REVOKE, RESTORE, { ...REVOKE, who: 'bob@example.com' }]);
  });

  it('lets nobody pass while it cannot be put on record', async () => {
    await assert.rejects(open(fails).of.add(REVOKE));
    await assert.rejects(open(fails).of.find('00000000-0000-4000-8000-000000000000'));
  });
});
