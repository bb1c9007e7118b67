import {
  RECORD_ENTRY,
  type AuthorityRecord,
  type RecordEntry,
  type RecordFilter,
  type RecordReading,
} from '@rightsmith/authority/store';
import { sql, type Kysely } from 'kysely';
import type { Database } from './database.js';
import type { Tables } from './tables.js';

/** Entries that are read at once. */
const PAGE = 500;

/** The record of an authority in rows. */
export class PostgresRecord implements AuthorityRecord {
  readonly #database: Database;
  /** Prepared once a connection, for one of them stands on the way of every key handed out. */
  readonly #append: PreparedText;
  readonly #appendUnlessRevoked: PreparedText;

  constructor(database: Database) {
    this.#database = database;
    const { schema } = database;
    const insert = `insert into ${schema}.record (time, action, content_id, who, entry) select $1::timestamptz, $2, $3, $4, $5::jsonb`;
    this.#append = { name: 'append', text: insert };
    this.#appendUnlessRevoked = {
      name: 'append-unless-revoked',
      text: `${insert} where not exists (select from ${schema}.revocation where content_id = $3)`,
    };
  }

  async append(entry: RecordEntry): Promise<void> {
    await this.#insert(this.#append, entry);
  }

  async appendUnlessRevoked(entry: RecordEntry): Promise<boolean> {
    return (await this.#insert(this.#appendUnlessRevoked, entry)) === 1;
  }

  read(filter: RecordFilter = {}): RecordReading {
    return new PostgresReading(this.#database, filter);
  }

  #insert(statement: PreparedText, entry: RecordEntry): Promise<number> {
    const { time, action, contentId, who } = entry;
    return this.#database.writing(async () => {
      const values = [time, action, contentId, who, JSON.stringify(entry)];
      return (await this.#database.pool.query({ ...statement, values })).rowCount ?? 0;
    });
  }
}

interface PreparedText {
  readonly name: string;
  readonly text: string;
}

/** Appends inside a transaction. */
export async function appendIn(db: Kysely<Tables>, entry: RecordEntry): Promise<void> {
  const { time, action, contentId, who } = entry;
  await db
    .insertInto('record')
    .values({ time: new Date(time), action, content_id: contentId, who, entry: JSON.stringify(entry) })
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
