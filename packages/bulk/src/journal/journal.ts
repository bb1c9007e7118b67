import { closeSync, existsSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileSink, quickOrBeside, writeFailure, type FileSink } from '@rightsmith/core';
import { faultPoint } from '../faults.js';
import type { PlanEntry } from '../plan/plan-entry.js';
import { FIRST_CHECK, sealLine, type BeginLine, type JournalLine } from './journal-line.js';
import { readJournal, type JournalState } from './read-journal.js';

/** Where a run writes down what it does. */
export interface Journal {
  /** Adds a line; it is kept when the next flush has ended. */
  append(line: JournalLine): void;
  /** Makes sure that a power failure loses no line added before. @throws CannotWrite, also for lines added after */
  flush(): Promise<void>;
  /** Flushes and closes. */
  close(): Promise<void>;
}

/** For runs that need not be continued. */
export const noJournal: Journal = {
  append: () => undefined,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const flushData = quickOrBeside(fdatasyncSync, promisify(fdatasync));

/** Bytes of plan that are written at a time. */
const RUN = 64 * 1024;

/** The journal at a path, if there is one. @throws as {@link readJournal} */
export function existingJournal(path: string): JournalState | undefined {
  return existsSync(path) ? readJournal(path) : undefined;
}

/** Makes a journal that holds a plan. It appears whole or not at all. @throws CannotWrite, OutputExists */
export async function createJournal(path: string, begin: BeginLine, entries: readonly PlanEntry[]): Promise<Journal> {
  const sink = fileSink(path, { overwrite: false, mode: 0o600 });
  try {
    const check = await writePlan(sink, begin, entries);
    await sink.commit();
    return new JournalFile(path, check);
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** The journal of a run that is continued. @throws CannotWrite */
export function openJournal(path: string, { check }: JournalState): Journal {
  return new JournalFile(path, check);
}

/** Returns what the next line is chained to. */
async function writePlan(sink: FileSink, begin: BeginLine, entries: readonly PlanEntry[]): Promise<string> {
  let check = FIRST_CHECK;
  let text = '';
  const add = (line: JournalLine): void => {
    const sealed = sealLine(line, check);
    check = sealed.check;
    text += sealed.text;
  };
  add(begin);
  for (const entry of entries) {
    add({ type: 'file', ...entry });
    if (text.length < RUN) continue;
    await sink.write(Buffer.from(text));
    text = '';
  }
  faultPoint('plan');
  add({ type: 'planned', files: entries.length });
  await sink.write(Buffer.from(text));
  return check;
}

class JournalFile implements Journal {
  readonly #path: string;
  readonly #file: number;
  #check: string;
  #waiting = '';
  #waitingIntents = 0;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(path: string, check: string) {
    this.#path = path;
    this.#check = check;
    try {
      this.#file = openSync(path, 'a');
    } catch (cause) {
      throw writeFailure(path, cause);
    }
  }

  append(line: JournalLine): void {
    const { text, check } = sealLine(line, this.#check);
    this.#check = check;
    this.#waiting += text;
    if (line.type === 'intent') this.#waitingIntents += 1;
  }

  /** Lines that come while others are flushed wait, and are flushed together. */
  flush(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#write();
    });
    this.#running = this.#next;
    return this.#next;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  async #write(): Promise<void> {
    const bytes = Buffer.from(this.#waiting);
    const intents = this.#waitingIntents;
    this.#waiting = '';
    this.#waitingIntents = 0;
    if (bytes.length === 0) return;
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
      for (let count = 0; count < intents; count++) faultPoint('intent');
      await flushData(this.#file);
    } catch (cause) {
      throw writeFailure(this.#path, cause);
    }
  }
}
