import assert from 'node:assert/strict';
import type { AuthorityStore, RecordEntry } from '@rightsmith/authority/store';
import type { SuiteTest } from '../suite.js';
import { CONTENT_ID, TENANT, entriesOf, entryOf, type StoreBench } from './store-bench.js';

type StoreTest = SuiteTest<StoreBench, never>;

const REVOKE = entryOf({ action: 'revoke', who: 'alice@example.com', time: '2031-05-07T00:00:00.000Z' });
const RESTORE = entryOf({ action: 'restore', who: 'alice@example.com', time: '2031-05-08T00:00:00.000Z' });

/** The record: append-only, for everybody, oldest first. */
export const RECORD_TESTS: readonly StoreTest[] = [
  {
    name: 'gives every entry back as it was, oldest first, to every opener',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      const entries: RecordEntry[] = [
        entryOf({ action: 'publish', owner: 'alice@example.com' }),
        entryOf({ rights: ['VIEW', 'EDIT'], owner: 'alice@example.com' }),
        entryOf({ action: 'deny', reason: 'no-right', who: 'Größe"@example.com' }),
        entryOf({ rights: ['OWNER'], superUser: true }),
      ];
      for (const entry of entries) await store.record.append(entry);
      const reading = other.record.read();
      assert.deepEqual(await entriesOf(reading), entries);
      assert.equal(reading.damagedLines, 0);
      assert.deepEqual(await entriesOf(reading), entries, 'a second walk begins at the beginning');
    },
  },
  {
    name: 'is filtered by content, person and action, without case',
    run: async (bench) => {
      const { record } = await bench.begin();
      const other = entryOf({ contentId: TENANT.tenantId });
      const carol = entryOf({ who: 'Carol@example.com', action: 'deny' });
      for (const entry of [entryOf(), other, carol]) await record.append(entry);
      assert.deepEqual(await entriesOf(record.read({ contentId: CONTENT_ID.toUpperCase() })), [entryOf(), carol]);
      assert.deepEqual(await entriesOf(record.read({ who: 'cAROL@example.com' })), [carol]);
      assert.deepEqual(await entriesOf(record.read({ actions: ['deny', 'publish'] })), [carol]);
      assert.deepEqual(await entriesOf(record.read({ contentId: TENANT.tenantId, actions: ['deny'] })), []);
    },
  },
  {
    name: 'keeps all of very many, written at once by several',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      const one = (number: number): AuthorityStore => (number % 2 === 0 ? store : other);
      const numbers = Array.from({ length: 1200 }, (_, number) => number);
      await Promise.all(numbers.map((number) => one(number).record.append(entryOf({ who: `p${number}@example.com` }))));
      const who = (await entriesOf(store.record.read())).map((entry) => entry.who);
      assert.deepEqual(who.toSorted(), numbers.map((number) => `p${number}@example.com`).toSorted());
    },
  },
];

/** Revocations, and grants that meet them. */
export const REVOCATION_TESTS: readonly StoreTest[] = [
  {
    name: 'are seen by everybody at once, and recorded',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      assert.equal(await store.revocations.find(CONTENT_ID), undefined);
      assert.equal(await store.revocations.add(REVOKE), true);
      const expected = { contentId: CONTENT_ID, time: REVOKE.time, by: 'alice@example.com' };
      assert.deepEqual(await other.revocations.find(CONTENT_ID), expected);
      assert.deepEqual(await other.revocations.list(), [expected]);
      assert.deepEqual(await entriesOf(other.record.read()), [REVOKE]);
    },
  },
  {
    name: 'are not made twice, nor ended twice',
    run: async (bench) => {
      const { revocations, record } = await bench.begin();
      assert.equal(await revocations.remove(RESTORE), false);
      assert.equal(await revocations.add(REVOKE), true);
      assert.equal(await revocations.add({ ...REVOKE, who: 'bob@example.com' }), false);
      assert.equal(await revocations.remove(RESTORE), true);
      assert.equal(await revocations.remove(RESTORE), false);
      assert.deepEqual(await entriesOf(record.read()), [REVOKE, RESTORE]);
      assert.deepEqual(await revocations.list(), []);
    },
  },
  {
    name: 'keep grants out of the record, for every opener, until they end',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      assert.equal(await other.record.appendUnlessRevoked(entryOf()), true);
      await store.revocations.add(REVOKE);
      assert.equal(await other.record.appendUnlessRevoked(entryOf()), false);
      assert.equal(await other.record.appendUnlessRevoked(entryOf({ contentId: TENANT.tenantId })), true);
      await store.revocations.remove(RESTORE);
      assert.equal(await other.record.appendUnlessRevoked(entryOf()), true);
      assert.deepEqual(
        (await entriesOf(store.record.read())).map(({ action }) => action),
        ['grant', 'revoke', 'grant', 'restore', 'grant'],
      );
    },
  },
  {
    name: 'lose none of many at once',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      const one = (number: number): AuthorityStore => (number % 2 === 0 ? store : other);
      const ids = Array.from({ length: 12 }, (_, number) => `${String(number).padStart(8, '0')}${CONTENT_ID.slice(8)}`);
      await Promise.all(ids.map((contentId, number) => one(number).revocations.add({ ...REVOKE, contentId })));
      assert.deepEqual((await store.revocations.list()).map(({ contentId }) => contentId).toSorted(), ids);
    },
  },
];

/** What every opener is entitled to. */
export const CONDUCT_TESTS: readonly StoreTest[] = [
  {
    name: 'can be closed twice, and closes no other opener',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      await store.close();
      await store.close();
      await other.record.append(entryOf());
      assert.equal((await entriesOf(other.record.read())).length, 1);
    },
  },
  {
    name: 'says where it is',
    run: async (bench) => {
      const store = await bench.open();
      assert.ok(store.location.length > 0);
      assert.doesNotMatch(store.location, /@/, 'no user and no password');
    },
  },
];
