import { createReadStream, existsSync } from 'node:fs';
import { CannotRead } from '@rightsmith/core';
import type { RecordFilter, RecordReading } from './authority-record.js';
import { RECORD_ENTRY, type RecordEntry } from './record-entry.js';
import { entryPart, isCut } from './record-line.js';

const LINE_FEED = 0x0a;
/** Bytes of one line beyond which it is damage: a licence, which bounds its lists, has at most 8 MiB. */
const MAXIMUM_LINE = 8 * 1024 * 1024;

/** The entries of a record file. Memory does not grow with the file. */
export class FileReading implements RecordReading {
  readonly #path: string;
  readonly #filter: RecordFilter;
  #damagedLines = 0;

  constructor(path: string, filter: RecordFilter) {
    this.#path = path;
    this.#filter = filter;
  }

  get damagedLines(): number {
    return this.#damagedLines;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordEntry, void, undefined> {
    this.#damagedLines = 0;
    for await (const line of recordLines(this.#path)) {
      if (line === '') continue;
      const entry = this.#parse(line);
      if (entry !== undefined && matches(entry, this.#filter)) yield entry;
    }
  }

  #parse(line: string | undefined): RecordEntry | undefined {
    const entry = line === undefined ? undefined : parseEntry(entryPart(line));
    if (entry === undefined || line === undefined || isCut(line)) this.#damagedLines += 1;
    return entry;
  }
}

function parseEntry(text: string): RecordEntry | undefined {
  try {
    return RECORD_ENTRY.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function matches(entry: RecordEntry, { contentId, who, actions }: RecordFilter): boolean {
  const same = (wanted: string | undefined, value: string): boolean =>
    wanted === undefined || wanted.toLowerCase() === value.toLowerCase();
  return same(contentId, entry.contentId) && same(who, entry.who) && (actions?.includes(entry.action) ?? true);
}

/** The lines of a file, none if there is no file; `undefined` stands for one that is too long. */
export async function* recordLines(path: string): AsyncGenerator<string | undefined, void, undefined> {
  if (!existsSync(path)) return;
  let parts: Uint8Array[] = [];
  let length = 0;
  const finish = (): string | undefined => {
    const line = length > MAXIMUM_LINE ? undefined : Buffer.concat(parts).toString();
    parts = [];
    length = 0;
    return line;
  };
  const keep = (part: Uint8Array): void => {
    length += part.length;
    if (length > MAXIMUM_LINE) parts = [];
    else parts.push(part);
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        keep(chunk.subarray(start, end));
        yield finish();
        start = end + 1;
      }
      keep(chunk.subarray(start));
    }
  } catch (cause) {
    throw new CannotRead('The record cannot be read.', { where: { file: path, structure: 'record' }, cause });
  }
  if (length > 0) yield finish();
}
