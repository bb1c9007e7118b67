import type { RecordEntry, Revocation, RevocationStore } from '@rightsmith/authority/store';
import type { Database } from './database.js';
import { appendIn } from './postgres-record.js';

/** The revocations of an authority in rows. */
export class PostgresRevocations implements RevocationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(contentId: string): Promise<Revocation | undefined> {
    const [found] = await this.#select(contentId);
    return found;
  }

  list(): Promise<readonly Revocation[]> {
    return this.#select();
  }

  add(entry: RecordEntry): Promise<boolean> {
    const { contentId, time, who } = entry;
    return this.#database.changing(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('revocation')
        .values({ content_id: contentId, time: new Date(time), revoked_by: who })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) return false;
      await appendIn(transaction, entry);
      return true;
    });
  }

  remove(entry: RecordEntry): Promise<boolean> {
    return this.#database.changing(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('revocation')
        .where('content_id', '=', entry.contentId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows !== 1n) return false;
      await appendIn(transaction, entry);
      return true;
    });
  }

  #select(contentId?: string): Promise<Revocation[]> {
    return this.#database.reading(async () => {
      let query = this.#database.kysely.selectFrom('revocation').selectAll().orderBy('position');
      if (contentId !== undefined) query = query.where('content_id', '=', contentId);
      const rows = await query.execute();
      return rows.map((row) => ({ contentId: row.content_id, time: row.time.toISOString(), by: row.revoked_by }));
    });
  }
}
