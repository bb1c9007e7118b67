import {
  AUTHORITY_FILE,
  DIRECTORY_FILE,
  EMPTY_DIRECTORY,
  type AuthorityFile,
  type AuthorityStore,
  type DirectoryFile,
  type NewKey,
} from '@rightsmith/authority/store';
import { openDatabase, type Database, type PostgresStoreOptions } from './database.js';
import { PostgresDocument } from './postgres-document.js';
import { PostgresKeys, keyBytes } from './postgres-keys.js';
import { PostgresRecord } from './postgres-record.js';
import { PostgresRevocations } from './postgres-revocations.js';
import { PostgresTemplates } from './postgres-templates.js';
import { Versions } from './versions.js';

/**
 * Opens the store in a PostgreSQL database; its tables are made or brought up to date. Several processes may use one at the
 * same time: what one changes the others see within 50 milliseconds, and revocations at once.
 *
 * @throws CannotRead when the database cannot be reached; UsageError for a schema that cannot be one
 */
export async function openPostgresStore(options: PostgresStoreOptions = {}): Promise<AuthorityStore> {
  return new PostgresStore(await openDatabase(options));
}

class PostgresStore implements AuthorityStore {
  readonly location: string;
  readonly tenant: PostgresDocument<AuthorityFile>;
  readonly keys: PostgresKeys;
  readonly directory: PostgresDocument<DirectoryFile>;
  readonly templates: PostgresTemplates;
  readonly record: PostgresRecord;
  readonly revocations: PostgresRevocations;
  readonly #database: Database;
  readonly #versions: Versions;

  constructor(database: Database) {
    const versions = new Versions(database);
    this.location = database.location;
    this.tenant = new PostgresDocument('tenant', AUTHORITY_FILE, database, versions);
    this.keys = new PostgresKeys(database);
    this.directory = new PostgresDocument('directory', DIRECTORY_FILE, database, versions);
    this.templates = new PostgresTemplates(database, versions);
    this.record = new PostgresRecord(database);
    this.revocations = new PostgresRevocations(database);
    this.#database = database;
    this.#versions = versions;
  }

  async hasTenant(): Promise<boolean> {
    this.#versions.forget();
    return (await this.#versions.of('tenant')) !== undefined;
  }

  async createTenant(tenant: Omit<AuthorityFile, 'keys'>, keys: readonly NewKey[]): Promise<boolean> {
    const content: AuthorityFile = { ...tenant, keys: keys.map(({ entry }) => entry) };
    const isFirst = await this.#database.changing(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('document')
        .values({ name: 'tenant', version: '1', content: JSON.stringify(content) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) return false;
      for (const { entry, content: key } of keys) {
        const row = { id: entry.id, version: entry.version ?? 0, content: keyBytes(key) };
        await transaction.insertInto('tenant_key').values(row).execute();
      }
      await transaction
        .insertInto('document')
        .values({ name: 'directory', version: '1', content: JSON.stringify(EMPTY_DIRECTORY) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return true;
    });
    this.#versions.forget();
    return isFirst;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
