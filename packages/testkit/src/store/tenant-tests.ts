import assert from 'node:assert/strict';
import type { SuiteTest } from '../suite.js';
import { KEY, NEW_KEY, TENANT, type StoreBench } from './store-bench.js';

type StoreTest = SuiteTest<StoreBench, never>;

const OTHER = { ...TENANT, tenantId: '4f4e9a51-2d8f-4b1f-8a11-b5e1c1f00d3c' };

/** The tenant: there is one, and nobody's change is lost. */
export const TENANT_TESTS: readonly StoreTest[] = [
  {
    name: 'is missing at first, and then there for everybody',
    run: async (bench) => {
      const [store, other] = [await bench.open(), await bench.open()];
      assert.equal(await store.hasTenant(), false);
      assert.equal(await store.createTenant(TENANT, [NEW_KEY]), true);
      assert.equal(await other.hasTenant(), true);
      assert.deepEqual(await other.tenant.read(), { ...TENANT, keys: [KEY] });
    },
  },
  {
    name: 'is the first one: a second is not put in its place',
    run: async (bench) => {
      const store = await bench.begin();
      assert.equal(await (await bench.open()).createTenant(OTHER, [NEW_KEY]), false);
      await bench.settle();
      assert.equal((await store.tenant.read()).tenantId, TENANT.tenantId);
    },
  },
  {
    name: 'is one when several come at once',
    run: async (bench) => {
      const stores = await Promise.all([1, 2, 3, 4].map(() => bench.open()));
      const won = await Promise.all(stores.map((store) => store.createTenant(TENANT, [NEW_KEY])));
      assert.equal(won.filter(Boolean).length, 1);
      for (const store of stores) assert.deepEqual((await store.tenant.read()).keys.length, 1);
    },
  },
  {
    name: 'shows a change to others, and itself at once',
    run: async (bench) => {
      const [store, other] = [await bench.begin(), await bench.open()];
      assert.equal((await other.tenant.read()).name, 'Tests');
      await store.tenant.change((tenant) => ({ ...tenant, name: 'Changed' }));
      assert.equal((await store.tenant.read()).name, 'Changed');
      await bench.settle();
      assert.equal((await other.tenant.read()).name, 'Changed');
    },
  },
  {
    name: 'stays as it was when a change fails',
    run: async (bench) => {
      const store = await bench.begin();
      const failing = store.tenant.change(() => {
        throw new RangeError('not this way');
      });
      await assert.rejects(failing);
      assert.equal((await store.tenant.read()).name, 'Tests');
      await store.tenant.change((tenant) => ({ ...tenant, name: 'Changed' }));
      assert.equal((await store.tenant.read()).name, 'Changed');
    },
  },
  {
    name: 'loses none of many changes at once',
    run: async (bench) => {
      const first = await bench.begin();
      const stores = [first, await bench.open(), await bench.open()];
      await Promise.all(
        stores.flatMap((store) =>
          [1, 2, 3, 4, 5].map(() => store.tenant.change((tenant) => ({ ...tenant, name: `${tenant.name}+` }))),
        ),
      );
      await bench.settle();
      assert.equal((await first.tenant.read()).name, `Tests${'+'.repeat(15)}`);
    },
  },
];

/** Private keys: kept byte by byte, and never overwritten. */
export const KEY_TESTS: readonly StoreTest[] = [
  {
    name: 'come back as they were put in, bytes and texts',
    run: async (bench) => {
      const store = await bench.begin();
      assert.deepEqual(Uint8Array.from(await store.keys.read(KEY)), NEW_KEY.content);
      const entry = await store.keys.write({ ...KEY, id: OTHER.tenantId }, '{"ä":1}\n');
      assert.equal(new TextDecoder().decode(await (await bench.open()).keys.read(entry)), '{"ä":1}\n');
    },
  },
  {
    name: 'are never overwritten',
    run: async (bench) => {
      const store = await bench.begin();
      const second = await store.keys.write(KEY, 'second');
      assert.ok((second.version ?? 0) > (KEY.version ?? 0));
      assert.deepEqual(Uint8Array.from(await store.keys.read(KEY)), NEW_KEY.content);
      assert.equal(new TextDecoder().decode(await store.keys.read(second)), 'second');
    },
  },
  {
    name: 'go when another version has taken their place, and only then',
    run: async (bench) => {
      const store = await bench.begin();
      const second = await store.keys.write(KEY, 'second');
      const other = await store.keys.write({ ...KEY, id: OTHER.tenantId }, 'of another');
      assert.equal(await store.keys.hasFormer([second]), true);
      await store.keys.removeFormer([second]);
      assert.equal(await store.keys.hasFormer([second]), false);
      await assert.rejects(store.keys.read(KEY), { code: 'CannotRead' });
      assert.equal(new TextDecoder().decode(await store.keys.read(second)), 'second');
      assert.equal(new TextDecoder().decode(await store.keys.read(other)), 'of another');
    },
  },
];

/** The directory. */
export const DIRECTORY_TESTS: readonly StoreTest[] = [
  {
    name: 'is empty at first',
    run: async (bench) => {
      const { people, groups, superUsers } = await (await bench.begin()).directory.read();
      assert.deepEqual({ people, groups, superUsers }, { people: [], groups: [], superUsers: [] });
    },
  },
  {
    name: 'is the same object until it changes',
    run: async (bench) => {
      const store = await bench.begin();
      await store.directory.change((directory) => ({ ...directory, superUsers: ['root@example.com'] }));
      assert.deepEqual((await store.directory.read()).superUsers, ['root@example.com']);
    },
  },
];
