import { randomBytes } from 'node:crypto';
import { entryText, lineHash, type ChainLink, type RecordEntry } from '@rightsmith/authority/store';
import type { QueryResult } from 'pg';

/** What can be asked: a connection, or any of them. */
interface Queryable {
  query(text: string): Promise<QueryResult>;
}

/** An entry as a row has it. */
export interface RecordRow {
  readonly entry: string;
  readonly writer: string | null;
  readonly number: string | null;
  readonly previous: string | null;
}

/** The columns of {@link RecordRow}; what is read as JSON comes as text. */
export const ROW_COLUMNS = 'entry::text as entry, writer, number, previous';

/**
 * One chain of entries. Whoever writes one after the other has a chain of his own, a connection say: so nobody waits for anybody, and it
 * is known which entry was the last. Its first entry names the one that was the last of all.
 */
export class RecordChain {
  readonly #writer = randomBytes(6).toString('hex');
  #number = 0;
  #previous: string;

  private constructor(previous: string) {
    this.#previous = previous;
  }

  /** A new chain behind what is there. @throws what the database throws */
  static async begin(database: Queryable, schema: string): Promise<RecordChain> {
    const last = `select ${ROW_COLUMNS} from ${schema}.record order by position desc limit 1`;
    const [row] = (await database.query(last)).rows as RecordRow[];
    return new RecordChain(row === undefined ? '' : lineHash(lineOf(row)));
  }

  /** The link of the entry that is written next. */
  get link(): ChainLink {
    return { writer: this.#writer, number: this.#number + 1, previous: this.#previous };
  }

  /** The entry with {@link RecordChain.link} was written. */
  wrote(entry: RecordEntry): void {
    this.#previous = lineHash(chainedText(entry, this.link));
    this.#number += 1;
  }
}

/** The line that a row stands for, as it is hashed. */
export function lineOf({ entry, writer, number, previous }: RecordRow): string {
  const content = JSON.parse(entry) as RecordEntry;
  if (writer === null || number === null || previous === null) return JSON.stringify(ordered(content));
  return chainedText(content, { writer, number: Number(number), previous });
}

function chainedText(entry: RecordEntry, link: ChainLink): string {
  return entryText(ordered(entry), link);
}

/** The database keeps no order of members, so here they have one: the time first, as everywhere, then by name. */
function ordered({ time, ...others }: RecordEntry): RecordEntry {
  const sorted = Object.entries(others).sort(([one], [other]) => (one < other ? -1 : 1));
  return { time, ...Object.fromEntries(sorted) } as RecordEntry;
}
