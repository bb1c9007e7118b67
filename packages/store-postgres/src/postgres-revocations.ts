import type { RecordEntry, Revocation, RevocationStore } from '@rightsmith/authority/store';
import type { Transaction } from 'kysely';
import type { Database } from './database.js';
import { appendIn } from './postgres-record.js';
import { RecordChain } from './record-chain.js';
import type { Tables } from './tables.js';

/** The revocations of an authority in rows. */
export class PostgresRevocations implements RevocationStore {
  readonly #database: Database;
  /** Of all changes here, which come one after the other. */
  #chain: RecordChain | undefined;

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
    return this.#recorded(entry, async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('revocation')
        .values({ content_id: contentId, time: new Date(time), revoked_by: who })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    });
  }

  remove(entry: RecordEntry): Promise<boolean> {
    return this.#recorded(entry, async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('revocation')
        .where('content_id', '=', entry.contentId)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    });
  }

  /** Records a change in the transaction that makes it. @returns what `change` does: whether there was any */
  #recorded(entry: RecordEntry, change: (transaction: Transaction<Tables>) => Promise<boolean>): Promise<boolean> {
    const { pool, schema } = this.#database;
    return this.#database.changing(
      async (transaction) => {
        if (!(await change(transaction))) return false;
        const chain = (this.#chain ??= await RecordChain.begin(pool, schema));
        await appendIn(transaction, entry, chain.link);
        return true;
      },
      (changed) => {
        // Whether a transaction that failed was written is not known.
        if (changed === undefined) this.#chain = undefined;
        else if (changed) this.#chain?.wrote(entry);
      },
    );
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
