import assert from 'node:assert/strict';
import { openAuthority } from '@rightsmith/authority';
import { openPostgresStore } from '@rightsmith/store-postgres';
import { testClient } from '@rightsmith/testkit';
import { testStore } from '@rightsmith/testkit/store';
import { usePostgres } from '../../../test/support/postgres.js';

describe('PostgreSQL', () => {
  const postgres = usePostgres();
  let schemas = 0;
  const nextSchema = (): string => `test_${(schemas += 1)}`;

  testStore({
    create: () => {
      const schema = nextSchema();
      return {
        open: () => openPostgresStore({ url: postgres.url, schema, connections: 4 }),
        remove: () => undefined,
      };
    },
    settleMs: 100,
  });

  it('makes its tables once, however many come at the same time', async () => {
    const schema = nextSchema();
    const stores = await Promise.all(
      [1, 2, 3, 4, 5].map(() => openPostgresStore({ url: postgres.url, schema, connections: 2 })),
    );
    for (const store of stores) assert.equal(await store.hasTenant(), false);
    for (const store of stores) await store.close();
  });

  it('says that a database cannot be reached, without its password', async () => {
    await assert.rejects(openPostgresStore({ url: 'postgresql://u:secret@127.0.0.1:1/none' }), (error: Error) => {
      assert.equal((error as { code?: string }).code, 'CannotRead');
      assert.doesNotMatch(`${error.message} ${String((error as { hint?: string }).hint)}`, /secret/);
      return true;
    });
  });

  it('refuses a schema that is none', async () => {
    for (const schema of ['', 'a"b', 'x; drop table y', 'A', 'ä'.repeat(10)]) {
      await assert.rejects(openPostgresStore({ url: postgres.url, schema }), { code: 'UsageError' });
    }
  });

  it('goes on by itself when the database was away', async () => {
    const schema = nextSchema();
    const authority = await openAuthority({ store: await openPostgresStore({ url: postgres.url, schema }) });
    try {
      const before = await authority.facts();
      await postgres.server.restart();
      let after: unknown;
      for (let tries = 0; after === undefined && tries < 50; tries += 1) {
        after = await authority.facts().catch((error: unknown) => {
          assert.equal((error as { code?: string }).code, 'CannotRead');
          return undefined;
        });
      }
      assert.deepEqual(after, before);
    } finally {
      await authority.close();
    }
  });

  describe('under an authority', () => {
    let time = new Date(0);
    let open: Awaited<ReturnType<typeof openAuthority>>;
    before(async () => {
      const store = await openPostgresStore({ url: postgres.url, schema: nextSchema() });
      open = await openAuthority({ store, passphrase: 'correct horse', clock: { now: () => time.getTime() } });
      for (const name of ['Staff only', 'Board']) {
        const grants = [{ users: ['alice@example.com', 'bob@example.com'], rights: ['VIEW'] }];
        await open.templates.add({ names: [{ lcid: 1033, name, description: '' }], grants });
      }
    });
    after(() => open.close());

    testClient({
      create: (identity) => open.clientFor(identity),
      can: { custom: true, reuseKey: true, offline: true, tracking: false },
      template: 'Staff only',
      setTime: (next) => {
        time = next;
      },
    });

    it('rotates and locks keys', async () => {
      await open.tenant.rotateKey();
      await open.tenant.setPassphrase('another one');
      assert.equal((await open.facts()).oldKeys.length, 1);
      assert.equal((await open.facts()).locked, true);
    });
  });
});
