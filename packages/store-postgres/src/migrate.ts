import { Migrator, sql, type Kysely } from 'kysely';
import { begin } from './migrations/begin.js';
import { chainRecord } from './migrations/chain-record.js';

/** Every migration by its name; they run in the order of their names. */
const MIGRATIONS = { '0001-begin': begin, '0002-chain-record': chainRecord };

/** The advisory lock under which one process at a time changes tables; any number that no other program uses. */
const MIGRATION_LOCK = 7_263_811_402;

/** Brings the tables of a schema to their present form, while no other process does. @throws what the database throws */
export async function migrate<Tables>(db: Kysely<Tables>, schema: string): Promise<void> {
  // On one connection, for such a lock belongs to the connection that took it.
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(MIGRATION_LOCK)})`.execute(connection);
    try {
      await sql`create schema if not exists ${sql.id(schema)}`.execute(connection);
      const migrator = new Migrator({
        db: db.withSchema(schema),
        provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
        migrationTableSchema: schema,
      });
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw new Error('The tables cannot be brought up to date.', { cause: error });
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(MIGRATION_LOCK)})`.execute(connection);
    }
  });
}
