import type { KeyContent, KeyEntry, KeyStorage } from '@rightsmith/authority/store';
import { CannotRead, type Where } from '@rightsmith/core';
import type { Database } from './database.js';

/** The private keys of an authority in rows. */
export class PostgresKeys implements KeyStorage {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read({ id, version = 0 }: KeyEntry): Promise<Uint8Array> {
    return this.#database.reading(async () => {
      const row = await this.#database.kysely
        .selectFrom('tenant_key')
        .select('content')
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (row !== undefined) return new Uint8Array(row.content);
      throw new CannotRead('The tenant key is missing in the database.', {
        where: this.where({ id, created: '' }),
        hint: 'Restore the database from a backup.',
      });
    });
  }

  write({ id, created, version = 0 }: KeyEntry, content: KeyContent): Promise<KeyEntry> {
    return this.#database.writing(async () => {
      for (let free = version; ; free += 1) {
        const { numInsertedOrUpdatedRows } = await this.#database.kysely
          .insertInto('tenant_key')
          .values({ id, version: free, content: keyBytes(content) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 1n) return { id, created, ...(free > 0 && { version: free }) };
      }
    });
  }

  removeFormer(entries: readonly KeyEntry[]): Promise<void> {
    return this.#database.writing(async () => {
      for (const { id, version = 0 } of entries) {
        await this.#database.kysely
          .deleteFrom('tenant_key')
          .where('id', '=', id)
          .where('version', '!=', version)
          .execute();
      }
    });
  }

  hasFormer(entries: readonly KeyEntry[]): Promise<boolean> {
    return this.#database.reading(async () => {
      const ids = entries.map(({ id }) => id);
      const rows = await this.#database.kysely
        .selectFrom('tenant_key')
        .select(['id', 'version'])
        .where('id', 'in', ids)
        .execute();
      const isListed = (row: { readonly id: string; readonly version: number }): boolean =>
        entries.some(({ id, version = 0 }) => id === row.id && version === row.version);
      return !rows.every(isListed);
    });
  }

  where({ id }: KeyEntry): Where {
    return { file: this.#database.location, structure: `tenant key ${id}` };
  }
}

/** What goes into the column. */
export function keyBytes(content: KeyContent): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
}
