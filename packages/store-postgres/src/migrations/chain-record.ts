import type { Kysely, Migration } from 'kysely';

/** Chains the entries of the record; those from before stay without a link. */
export const chainRecord: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('record')
      .addColumn('writer', 'text')
      .addColumn('number', 'bigint')
      .addColumn('previous', 'text')
      .execute();
  },
};
