import type { JsonFileKind, StoredDocument } from '@rightsmith/authority/store';
import { CannotRead } from '@rightsmith/core';
import { sql, type Kysely } from 'kysely';
import { Cached } from './cached.js';
import type { Database } from './database.js';
import { readStored } from './stored-json.js';
import type { Tables } from './tables.js';
import type { Versions } from './versions.js';

/** A document in a row of its own. */
export class PostgresDocument<Value extends object> implements StoredDocument<Value> {
  readonly #name: string;
  readonly #kind: JsonFileKind<Value>;
  readonly #database: Database;
  readonly #versions: Versions;
  readonly #cached: Cached<Value>;

  constructor(name: string, kind: JsonFileKind<Value>, database: Database, versions: Versions) {
    this.#name = name;
    this.#kind = kind;
    this.#database = database;
    this.#versions = versions;
    this.#cached = new Cached(name, versions, () => database.reading(() => this.#load(database.kysely)));
  }

  read(): Promise<Value> {
    return this.#cached.get();
  }

  async change(change: (value: Value) => Value | Promise<Value>): Promise<void> {
    await this.#database.changing(async (transaction) => {
      const value = await this.#load(transaction, true);
      const changed = await change(value);
      if (changed === value) return;
      await transaction
        .updateTable('document')
        .set((column) => ({ version: sql`${column.ref('version')} + 1`, content: JSON.stringify(changed) }))
        .where('name', '=', this.#name)
        .execute();
    });
    this.#versions.forget();
  }

  async #load(db: Kysely<Tables>, forUpdate = false): Promise<Value> {
    const row = await db
      .selectFrom('document')
      .select(sql<string | null>`content::text`.as('content'))
      .where('name', '=', this.#name)
      .$if(forUpdate, (query) => query.forUpdate())
      .executeTakeFirst();
    const content = row?.content ?? undefined;
    if (content !== undefined) return readStored(content, this.#kind, this.#database);
    throw new CannotRead(`The ${this.#kind.structure} is missing in the database.`, {
      where: { file: this.#database.location, structure: this.#kind.structure },
      hint: 'Restore the database from a backup, or name another one.',
    });
  }
}
