import type { Kysely, Migration } from 'kysely';
import type { Tables } from '../tables.js';

/** The first form of all tables. */
export const begin: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('document')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('content', 'jsonb')
      .execute();
    await db.schema
      .createTable('tenant_key')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('content', 'bytea', (column) => column.notNull())
      .addPrimaryKeyConstraint('tenant_key_pkey', ['id', 'version'])
      .execute();
    await db.schema
      .createTable('template')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('content', 'jsonb', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('template_version')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('modified', 'timestamptz', (column) => column.notNull())
      .addColumn('content', 'jsonb', (column) => column.notNull())
      .addPrimaryKeyConstraint('template_version_pkey', ['id', 'modified'])
      .execute();
    await createRecord(db);
  },
};

async function createRecord(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('record')
    .addColumn('position', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('time', 'timestamptz', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('content_id', 'text', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('entry', 'jsonb', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('record_content').on('record').columns(['content_id', 'position']).execute();
  await db.schema
    .createTable('revocation')
    .addColumn('content_id', 'text', (column) => column.primaryKey())
    .addColumn('position', 'bigint', (column) => column.generatedAlwaysAsIdentity().notNull())
    .addColumn('time', 'timestamptz', (column) => column.notNull())
    .addColumn('revoked_by', 'text', (column) => column.notNull())
    .execute();
  const state = db as Kysely<Pick<Tables, 'document'>>;
  await state.insertInto('document').values({ name: 'templates', version: '1', content: null }).execute();
}
