import { closeSync, openSync, readSync, truncateSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { CorruptFile, readFailure, UsageError } from '@rightsmith/core';
import type { FileResult } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import {
  FIRST_CHECK,
  JOURNAL_SCHEMA,
  openLine,
  type BeginLine,
  type IntentLine,
  type JournalLine,
} from './journal-line.js';

/** What a journal says about a run that ended early, or did not. */
export interface JournalState {
  readonly begin: BeginLine;
  readonly entries: readonly PlanEntry[];
  /** Results of files that need nothing more: done or skipped. By place in the plan. */
  readonly finished: ReadonlyMap<number, FileResult>;
  /** Files of which nobody knows whether their results took their places. */
  readonly begun: ReadonlyMap<number, IntentLine>;
  /** Of the last whole line. */
  readonly check: string;
}

const RUN = 1024 * 1024;

/** Characters beyond which a line is none of ours. */
const LONGEST_LINE = 4 * 1024 * 1024;

/**
 * Reads a journal. The end of it that a kill cut off is cut off for good: nothing was done on the strength of it.
 *
 * @throws CannotRead; CorruptFile where a line is not the one that was written; UsageError for a file that is no journal
 */
export function readJournal(path: string): JournalState {
  const reading = new Reading(path);
  let bytes = 0;
  for (const { text, end, whole } of linesOf(path)) {
    if (!whole) break;
    const opened = openLine(text, reading.check);
    if (opened === undefined) throw bytes === 0 ? noJournal(path) : broken(path, bytes);
    reading.take(opened.line);
    reading.check = opened.check;
    bytes = end;
  }
  const state = reading.state();
  truncateSync(path, bytes);
  return state;
}

class Reading {
  check: string = FIRST_CHECK;
  readonly #path: string;
  readonly #entries: PlanEntry[] = [];
  readonly #finished = new Map<number, FileResult>();
  readonly #begun = new Map<number, IntentLine>();
  #begin: BeginLine | undefined;
  #isPlanned = false;

  constructor(path: string) {
    this.#path = path;
  }

  take(line: JournalLine): void {
    switch (line.type) {
      case 'begin':
        this.#begin = line;
        break;
      case 'file':
        this.#entries.push(entryOf(line));
        break;
      case 'planned':
        this.#isPlanned = line.files === this.#entries.length;
        break;
      case 'intent':
        this.#begun.set(line.n, line);
        break;
      case 'done':
        this.#finish(line.n, this.#begun.get(line.n)?.result);
        break;
      case 'result':
        this.#finish(line.n, line.result);
        break;
    }
  }

  /** Files that failed are tried again. */
  #finish(n: number, result: FileResult | undefined): void {
    this.#begun.delete(n);
    if (result?.ok === true) this.#finished.set(n, result);
  }

  state(): JournalState {
    const begin = this.#begin;
    if (begin === undefined || !this.#isPlanned) throw noJournal(this.#path);
    if ((begin.schema as number) !== JOURNAL_SCHEMA) {
      throw new UsageError(`The journal is of schema ${begin.schema}, and only ${JOURNAL_SCHEMA} is known.`, {
        where: { file: this.#path },
        hint: 'Begin anew with another journal: files that are done already will be left alone.',
      });
    }
    return {
      begin,
      entries: this.#entries,
      finished: this.#finished,
      begun: this.#begun,
      check: this.check,
    };
  }
}

function entryOf({ n, file, size, into, as, skip }: PlanEntry): PlanEntry {
  return {
    n,
    file,
    size,
    ...(into !== undefined && { into }),
    ...(as !== undefined && { as }),
    ...(skip !== undefined && { skip }),
  };
}

interface RawLine {
  readonly text: string;
  /** Byte behind it. */
  readonly end: number;
  /** Whether its line feed is there. */
  readonly whole: boolean;
}

function* linesOf(path: string): Generator<RawLine, void, void> {
  const file = openForReading(path);
  try {
    const buffer = Buffer.alloc(RUN);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    let end = 0;
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, count))).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        end += Buffer.byteLength(text) + 1;
        yield { text, end, whole: true };
      }
      if (rest.length > LONGEST_LINE) return yield { text: rest, end, whole: true };
    }
    if (rest !== '') yield { text: rest, end: end + Buffer.byteLength(rest), whole: false };
  } finally {
    closeSync(file);
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

function noJournal(path: string): UsageError {
  return new UsageError(`${path} is not the journal of a run.`, {
    where: { file: path },
    hint: 'Name another file, one that is not there yet.',
  });
}

function broken(path: string, offset: number): CorruptFile {
  return new CorruptFile('The journal was changed, or a part of it is lost.', {
    where: { file: path, offset },
    hint: 'Begin anew with another journal: files that are protected already will be left alone.',
  });
}
