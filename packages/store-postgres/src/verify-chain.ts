import { setTimeout as wait } from 'node:timers/promises';
import { ChainCheck, type RecordReport } from '@rightsmith/authority/store';
import { CannotRead } from '@rightsmith/core';
import type { Database } from './database.js';
import { ROW_COLUMNS, lineOf, type RecordRow } from './record-chain.js';

const PAGE = 1000;
/** Milliseconds between two looks whether those who were writing have ended. */
const PAUSE = 20;
/** Looks after which somebody is said to write for too long: half a minute, which a statement may take. */
const MAXIMUM_LOOKS = 1500;

/** A row with what is kept beside the entry to find it by. */
interface CheckedRow extends RecordRow {
  readonly position: string;
  readonly time: Date;
  readonly action: string;
  readonly content_id: string;
  readonly who: string;
}

/**
 * Checks the chains of the record, up to what is there now. Entries that are written meanwhile are left out.
 *
 * @param expected - the `last` of a report before
 * @throws CannotRead
 */
export function verifyChain(database: Database, expected: string | undefined): Promise<RecordReport> {
  return database.reading(async () => {
    const end = await settledEnd(database);
    const check = new ChainCheck({ expected, ownChains: true });
    for (let last = '0'; ;) {
      const rows = await page(database, last, end);
      for (const row of rows) {
        last = row.position;
        if (agrees(row)) check.take(lineOf(row));
        else check.takeChanged();
      }
      if (rows.length < PAGE) return check.report();
    }
  });
}

async function page({ pool, schema }: Database, after: string, end: string): Promise<CheckedRow[]> {
  const columns = `position, time, action, content_id, who, ${ROW_COLUMNS}`;
  const text = `select ${columns} from ${schema}.record where position > $1 and position <= $2 order by position limit ${PAGE}`;
  return (await pool.query(text, [after, end])).rows as CheckedRow[];
}

/**
 * The position up to which no entry can come any more. Positions are given when an entry is written and show when its transaction ends, so
 * whoever writes now may still fill a place before the last.
 */
async function settledEnd({ pool, schema, location }: Database): Promise<string> {
  const { rows } = await pool.query(`select coalesce(max(position), 0) as position from ${schema}.record`);
  const [{ position }] = rows as [{ readonly position: string }];
  const writing = async (): Promise<readonly string[]> => {
    const held = await pool.query(
      `select virtualtransaction as id from pg_locks where relation = $1::regclass and mode = 'RowExclusiveLock'`,
      [`${schema}.record`],
    );
    return (held.rows as { readonly id: string }[]).map(({ id }) => id);
  };
  let before = new Set(await writing());
  for (let looks = 0; before.size > 0; looks += 1) {
    if (looks >= MAXIMUM_LOOKS) throw stillWritten(location);
    await wait(PAUSE);
    const now = new Set(await writing());
    before = new Set([...before].filter((id) => now.has(id)));
  }
  return position;
}

function stillWritten(location: string): CannotRead {
  return new CannotRead('Somebody writes to the record for too long, so its end is not settled.', {
    where: { file: location, structure: 'record' },
    hint: 'End the transaction that holds it (pg_locks names its process), and check again.',
  });
}

/** Whether the columns that entries are found by say what the entry says. */
function agrees({ entry, time, action, content_id: contentId, who }: CheckedRow): boolean {
  const said = JSON.parse(entry) as Readonly<Record<string, unknown>>;
  return (
    said['action'] === action &&
    said['contentId'] === contentId &&
    said['who'] === who &&
    new Date(String(said['time'])).getTime() === time.getTime()
  );
}
