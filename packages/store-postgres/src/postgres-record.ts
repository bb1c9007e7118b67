import {
  RECORD_ENTRY,
  type AuthorityRecord,
  type ChainLink,
  type RecordEntry,
  type RecordFilter,
  type RecordReading,
  type RecordReport,
} from '@rightsmith/authority/store';
import { sql, type Kysely } from 'kysely';
import type { PoolClient } from 'pg';
import type { Database } from './database.js';
import { RecordChain } from './record-chain.js';
import type { Tables } from './tables.js';
import { verifyChain } from './verify-chain.js';

/** Entries that are read at once. */
const PAGE = 500;

/** The record of an authority in rows. */
export class PostgresRecord implements AuthorityRecord {
  readonly #database: Database;
  /** Prepared once a connection, for one of them stands on the way of every key handed out. */
  readonly #append: PreparedText;
  readonly #appendUnlessRevoked: PreparedText;
  /** Of each connection. */
  readonly #chains = new WeakMap<PoolClient, RecordChain>();

  constructor(database: Database) {
    this.#database = database;
    const { schema } = database;
    const insert =
      `insert into ${schema}.record (time, action, content_id, who, entry, writer, number, previous) ` +
      `select $1::timestamptz, $2, $3, $4, $5::jsonb, $6, $7::bigint, $8`;
    this.#append = { name: 'append', text: insert };
    this.#appendUnlessRevoked = {
      name: 'append-unless-revoked',
      text: `${insert} where not exists (select from ${schema}.revocation where content_id = $3)`,
    };
  }

  async append(entry: RecordEntry): Promise<void> {
    await this.#insert(this.#append, entry);
  }

  appendUnlessRevoked(entry: RecordEntry): Promise<boolean> {
    return this.#insert(this.#appendUnlessRevoked, entry);
  }

  read(filter: RecordFilter = {}): RecordReading {
    return new PostgresReading(this.#database, filter);
  }

  verify(expected?: string): Promise<RecordReport> {
    return verifyChain(this.#database, expected);
  }

  /** @returns whether it was written */
  #insert(statement: PreparedText, entry: RecordEntry): Promise<boolean> {
    return this.#database.writing(async () => {
      const client = await this.#database.pool.connect();
      try {
        const chain = this.#chains.get(client) ?? (await RecordChain.begin(client, this.#database.schema));
        this.#chains.set(client, chain);
        const { rowCount } = await client.query({ ...statement, values: valuesOf(entry, chain.link) });
        if (rowCount === 1) chain.wrote(entry);
        client.release();
        return rowCount === 1;
      } catch (error) {
        // Whether it was written is not known, so the connection goes, and its chain with it.
        client.release(true);
        throw error;
      }
    });
  }
}

interface PreparedText {
  readonly name: string;
  readonly text: string;
}

function valuesOf(entry: RecordEntry, { writer, number, previous }: ChainLink): unknown[] {
  const { time, action, contentId, who } = entry;
  return [time, action, contentId, who, JSON.stringify(entry), writer, number, previous];
}

/** Appends inside a transaction. */
export async function appendIn(
  db: Kysely<Tables>,
  entry: RecordEntry,
  { writer, number, previous }: ChainLink,
): Promise<void> {
  const { time, action, contentId, who } = entry;
  const columns = { time: new Date(time), action, content_id: contentId, who, entry: JSON.stringify(entry) };
  await db
    .insertInto('record')
    .values({ ...columns, writer, number: String(number), previous })
    .execute();
}

/** The entries of a record, a page at a time. */
class PostgresReading implements RecordReading {
  readonly #database: Database;
  readonly #filter: RecordFilter;
  #damaged = 0;

  constructor(database: Database, filter: RecordFilter) {
    this.#database = database;
    this.#filter = filter;
  }

  get damagedLines(): number {
    return this.#damaged;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordEntry, void, undefined> {
    this.#damaged = 0;
    let last = '0';
    for (;;) {
      const after = last;
      const rows = await this.#database.reading(() => this.#page(after));
      for (const { position, entry } of rows) {
        last = position;
        const { data } = RECORD_ENTRY.safeParse(JSON.parse(entry));
        if (data === undefined) this.#damaged += 1;
        else yield data;
      }
      if (rows.length < PAGE) return;
    }
  }

  #page(after: string): Promise<{ position: string; entry: string }[]> {
    const { contentId, who, actions } = this.#filter;
    let query = this.#database.kysely
      .selectFrom('record')
      .select(['position', sql<string>`entry::text`.as('entry')])
      .where('position', '>', after)
      .orderBy('position')
      .limit(PAGE);
    if (contentId !== undefined) query = query.where('content_id', '=', contentId.toLowerCase());
    if (who !== undefined) query = query.where(sql`lower(who)`, '=', who.toLowerCase());
    if (actions !== undefined) query = query.where('action', 'in', [...actions]);
    return query.execute();
  }
}
