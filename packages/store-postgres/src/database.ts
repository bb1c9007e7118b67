import { CannotRead, CannotWrite, RightsmithError, UsageError } from '@rightsmith/core';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import { migrate } from './migrate.js';
import type { Tables } from './tables.js';

/** How a store is reached. */
export interface PostgresStoreOptions {
  /** `postgresql://…`; absent: what the variables `PGHOST`, `PGDATABASE` … say. */
  readonly url?: string;
  /** Schema of the tables; it is made where there is none. Default `rightsmith`. */
  readonly schema?: string;
  /** Connections at the same time. Default 10, at least 2. */
  readonly connections?: number;
}

const CONNECT_TIMEOUT = 5_000;
/** Milliseconds after which the database gives up on a statement, such as one that waits for a lock. */
const STATEMENT_TIMEOUT = 30_000;

const HINT = 'Make sure that the database runs and that its address, user and password are right.';

/** A pool of connections with the tables in their present form. */
export interface Database {
  readonly kysely: Kysely<Tables>;
  readonly pool: Pool;
  /** Without user and password. */
  readonly location: string;
  /** For statements that are text. */
  readonly schema: string;
  /** @throws CannotRead for whatever the database throws */
  reading<Result>(work: () => Promise<Result>): Promise<Result>;
  /** @throws CannotWrite for whatever the database throws */
  writing<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * One change at a time in this process: while one waits for a second connection, others must not hold the rest.
   *
   * @param ended - is told the result once it is durable, or undefined when it failed, before the next change begins
   */
  changing<Result>(
    work: (transaction: Transaction<Tables>) => Promise<Result>,
    ended?: (result: Result | undefined) => void,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** Connects, and makes or mends the tables. @throws UsageError; CannotRead when the database cannot be reached */
export async function openDatabase(options: PostgresStoreOptions): Promise<Database> {
  const { schema = 'rightsmith', url, connections = 10 } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new UsageError(`${JSON.stringify(schema)} cannot be the name of a schema.`, {
      hint: 'Use small letters, digits and underscores.',
    });
  }
  const pool = new Pool(poolConfig(url, connections));
  // A connection that breaks while nobody uses it leaves the pool; the next statement gets a new one.
  pool.on('error', () => undefined);
  // One that breaks while it is used also fails the statement; the event beside that must find a listener.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const all = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(all, schema);
    const location = await locationOf(pool);
    return connected(all.withSchema(schema), pool, location, schema);
  } catch (cause) {
    await all.destroy();
    throw new CannotRead('The database cannot be reached.', { where: { structure: 'database' }, hint: HINT, cause });
  }
}

function poolConfig(url: string | undefined, connections: number): PoolConfig {
  return {
    ...(url !== undefined && { connectionString: url }),
    max: Math.max(2, connections),
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    keepAlive: true,
    application_name: 'rightsmith',
  };
}

async function locationOf(pool: Pool): Promise<string> {
  const client = await pool.connect();
  try {
    const { host, port, database } = client as unknown as { host: string; port: number; database: string };
    return `postgresql://${host}:${port}/${database}`;
  } finally {
    client.release();
  }
}

function connected(kysely: Kysely<Tables>, pool: Pool, location: string, schema: string): Database {
  const where = { file: location, structure: 'database' };
  const reading: Database['reading'] = (work) =>
    work().catch((cause: unknown) => {
      throw RightsmithError.is(cause)
        ? cause
        : new CannotRead('The database cannot be read.', { where, hint: HINT, cause });
    });
  const writing: Database['writing'] = (work) =>
    work().catch((cause: unknown) => {
      throw RightsmithError.is(cause)
        ? cause
        : new CannotWrite('The database cannot be written, so nothing was changed, issued or opened.', {
            where,
            hint: HINT,
            cause,
          });
    });
  let last: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  return {
    kysely,
    pool,
    location,
    schema,
    reading,
    writing,
    changing: (work, ended) => {
      const next = last.then(() => writing(() => kysely.transaction().execute(work)));
      last = next.catch(() => undefined).then(ended);
      return next;
    },
    close: () => {
      closed ??= last.then(() => kysely.destroy());
      return closed;
    },
  };
}
