import assert from 'node:assert/strict';
import type { AuthorityStore, RecordEntry, RecordReport } from '@rightsmith/authority/store';
import { openPostgresStore } from '@rightsmith/store-postgres';
import { Client } from 'pg';
import { usePostgres } from '../../../test/support/postgres.js';

const CONTENT = 'b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11';
const entry = (who: string, more: Partial<RecordEntry> = {}): RecordEntry => ({
  who,
  action: 'grant',
  contentId: CONTENT,
  rights: ['VIEW'],
  time: '2024-05-06T07:08:09.123Z',
  ...more,
});

describe('the chain of a record in PostgreSQL', () => {
  const postgres = usePostgres();
  let schema = '';
  let number = 0;
  let stores: AuthorityStore[] = [];
  let client: Client;
  const connect = async (): Promise<void> => {
    client = new Client({ connectionString: postgres.url });
    // A test stops the server under it.
    client.on('error', () => undefined);
    await client.connect();
  };
  before(connect);
  after(() => client.end());
  beforeEach(async () => {
    schema = `chain_${(number += 1)}`;
    // Two connections: enough, and each writes more than once.
    stores = await Promise.all([1, 2].map(() => openPostgresStore({ url: postgres.url, schema, connections: 2 })));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });

  const [one, other] = [(): AuthorityStore => stores[0]!, (): AuthorityStore => stores[1]!];
  const verify = (expected?: string): Promise<RecordReport> => one().record.verify!(expected);
  const change = async (statement: string): Promise<void> => {
    const { rowCount } = await client.query(statement.replaceAll('RECORD', `${schema}.record`));
    assert.ok((rowCount ?? 0) > 0, statement);
  };

  /** Entries of two processes at the same time, with a revocation in between. */
  async function written(): Promise<void> {
    const append = (store: AuthorityStore, count: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: count }, (_, at) =>
          at % 2 === 0
            ? store.record.append(entry(`a${at}@example.com`, { reason: 'é "x" 𝄞', onBehalfOf: 'b@example.com' }))
            : store.record.appendUnlessRevoked(entry(`a${at}@example.com`)),
        ),
      );
    await Promise.all([append(one(), 20), append(other(), 20)]);
    const revoke = entry('alice@example.com', { action: 'revoke' });
    assert.equal(await one().revocations.add(revoke), true);
    assert.equal(await other().revocations.add(revoke), false);
    assert.equal(await one().record.appendUnlessRevoked(entry('bob@example.com')), false);
    await one().record.append(entry('bob@example.com', { action: 'deny', reason: 'revoked' }));
    assert.equal(await one().revocations.remove(entry('alice@example.com', { action: 'restore' })), true);
    await Promise.all([append(one(), 10), append(other(), 10)]);
  }

  it('holds over processes, connections, and what was not written', async () => {
    assert.deepEqual((await verify()).valid, true);
    await written();
    const { last, ...counts } = await verify();
    assert.deepEqual(counts, { valid: true, entries: 63, unchained: 0, damagedLines: 0, forks: 0, problems: [] });
    assert.match(last ?? '', /^[\w-]{43}$/);
    assert.equal((await other().record.verify!(last)).valid, true);
    await other().record.append(entry('carol@example.com'));
    assert.equal((await verify(last)).valid, true);
    assert.notEqual((await verify()).last, last);
  });

  const MIDDLE = `position = (select position from RECORD where number = 2 order by position limit 1)`;
  const changes: Readonly<Record<string, string>> = {
    'an entry that was changed': `update RECORD set entry = jsonb_set(entry, '{rights}', '["OWNER"]') where ${MIDDLE}`,
    'a member that was added': `update RECORD set entry = entry || '{"superUser": true}' where ${MIDDLE}`,
    'an entry that is found under another name': `update RECORD set who = 'eve@example.com' where ${MIDDLE}`,
    'an entry that is found under another content': `update RECORD set content_id = 'x' where ${MIDDLE}`,
    'an entry with another time': `update RECORD set time = time + interval '1 day' where ${MIDDLE}`,
    'an entry that was removed': `delete from RECORD where ${MIDDLE}`,
    'a revocation that was removed': `delete from RECORD where action = 'revoke'`,
    'the beginning that was removed': `delete from RECORD where number = 1`,
    'a link that was changed': `update RECORD set previous = '' where ${MIDDLE}`,
    'a writer that was changed': `update RECORD set writer = 'eve' where ${MIDDLE}`,
    'an entry that was put in':
      `insert into RECORD (time, action, content_id, who, entry) ` +
      `select time, action, content_id, who, entry from RECORD order by position desc limit 1`,
    'an entry that is there twice':
      `insert into RECORD (time, action, content_id, who, entry, writer, number, previous) ` +
      `select time, action, content_id, who, entry, writer, number, previous from RECORD where ${MIDDLE}`,
  };
  for (const [what, statement] of Object.entries(changes)) {
    it(`tells of ${what}`, async () => {
      await written();
      const { last } = await verify();
      await change(statement);
      const report = await verify();
      assert.equal(report.valid, false);
      assert.ok(report.problems.length > 0);
      assert.equal((await verify(last)).valid, false);
    });
  }

  it('tells that the end was removed from the hash that was noted before', async () => {
    await written();
    const { last } = await verify();
    await change('delete from RECORD where position > (select max(position) - 5 from RECORD)');
    assert.equal((await verify()).valid, true);
    assert.deepEqual((await verify(last)).problems, [{ problem: 'end-missing' }]);
  });

  it('begins behind entries from before there was one', async () => {
    await written();
    await change('update RECORD set writer = null, number = null, previous = null');
    await Promise.all(stores.map((store) => store.close()));
    stores = [await openPostgresStore({ url: postgres.url, schema })];
    await one().record.append(entry('new@example.com'));
    const report = await verify();
    assert.deepEqual([report.valid, report.entries, report.unchained], [true, 64, 63]);
    await change(`update RECORD set entry = jsonb_set(entry, '{reason}', '"other"') where action = 'restore'`);
    assert.equal((await verify(report.last)).valid, false);
  });

  it('holds while it is written, and the hash that was given then counts later', async () => {
    const state = { goesOn: true };
    const writing = [one(), other(), one(), other()].map(async (store) => {
      while (state.goesOn) await store.record.append(entry('busy@example.com'));
    });
    const reports: RecordReport[] = [];
    for (let time = 0; time < 8; time += 1) reports.push(await verify());
    state.goesOn = false;
    await Promise.all(writing);
    assert.deepEqual(
      reports.filter(({ valid }) => !valid),
      [],
    );
    for (const { last } of reports) assert.equal((await verify(last)).valid, true);
  });

  it('begins anew after the database was away', async () => {
    await written();
    await postgres.server.restart();
    await connect();
    let isWritten = false;
    for (let tries = 0; !isWritten && tries < 50; tries += 1)
      isWritten = await one()
        .record.append(entry('later@example.com'))
        .then(
          () => true,
          (error: unknown) => {
            assert.equal((error as { code?: string }).code, 'CannotWrite');
            return false;
          },
        );
    const report = await verify();
    assert.deepEqual([report.valid, report.entries], [true, 64]);
  });
});
