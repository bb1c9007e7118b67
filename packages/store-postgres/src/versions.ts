import type { Database } from './database.js';

/** Milliseconds for which what was read counts as present. So long another process's change may take to be seen here. */
const FRESH_FOR = 50;

/** Which version of each document is the present one; asked for at most every {@link FRESH_FOR}. */
export class Versions {
  readonly #database: Database;
  #known: Promise<ReadonlyMap<string, string>> | undefined;
  #askedAt = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws CannotRead */
  async of(name: string): Promise<string | undefined> {
    if (this.#known === undefined || performance.now() - this.#askedAt > FRESH_FOR) this.#known = this.#ask();
    return (await this.#known).get(name);
  }

  /** After a change of this process's own. */
  forget(): void {
    this.#known = undefined;
  }

  #ask(): Promise<ReadonlyMap<string, string>> {
    this.#askedAt = performance.now();
    const asked = this.#database.reading(async () => {
      const rows = await this.#database.kysely.selectFrom('document').select(['name', 'version']).execute();
      return new Map(rows.map(({ name, version }) => [name, version]));
    });
    asked.catch(() => {
      if (this.#known === asked) this.#known = undefined;
    });
    return asked;
  }
}
