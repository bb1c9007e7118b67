import {
  TEMPLATE_FILE,
  templateFileContent,
  type StoredTemplate,
  type TemplateChange,
  type TemplateMap,
  type TemplateStorage,
} from '@rightsmith/authority/store';
import { sql, type Kysely } from 'kysely';
import { Cached } from './cached.js';
import type { Database } from './database.js';
import { readStored } from './stored-json.js';
import type { Tables } from './tables.js';
import type { Versions } from './versions.js';

/** The row that holds the version of all templates. */
const NAME = 'templates';

/** The templates of an authority in rows, with their former versions beside them. */
export class PostgresTemplates implements TemplateStorage {
  readonly #database: Database;
  readonly #versions: Versions;
  readonly #all: Cached<TemplateMap>;

  constructor(database: Database, versions: Versions) {
    this.#database = database;
    this.#versions = versions;
    this.#all = new Cached(NAME, versions, () => database.reading(() => this.#load(database.kysely)));
  }

  read(): Promise<TemplateMap> {
    return this.#all.get();
  }

  async put(change: (all: TemplateMap) => Promise<TemplateChange>): Promise<StoredTemplate> {
    const put = await this.#database.changing(async (transaction) => {
      await transaction
        .updateTable('document')
        .set((column) => ({ version: sql`${column.ref('version')} + 1` }))
        .where('name', '=', NAME)
        .execute();
      const { stored, former } = await change(await this.#load(transaction));
      if (former !== undefined) {
        const { id, modified } = former.template;
        await transaction
          .insertInto('template_version')
          .values({ id, modified, content: contentOf(former) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      const { id } = stored.template;
      await transaction
        .insertInto('template')
        .values({ id, content: contentOf(stored) })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ content: contentOf(stored) }))
        .execute();
      return stored;
    });
    this.#versions.forget();
    return put;
  }

  async #load(db: Kysely<Tables>): Promise<TemplateMap> {
    const rows = await db
      .selectFrom('template')
      .select(['id', sql<string>`content::text`.as('content')])
      .orderBy('id')
      .execute();
    return new Map(rows.map(({ id, content }) => [id, readStored(content, TEMPLATE_FILE, this.#database)]));
  }
}

function contentOf(stored: StoredTemplate): string {
  return JSON.stringify(templateFileContent(stored));
}
