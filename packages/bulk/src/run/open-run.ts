import { createHash } from 'node:crypto';
import { systemClock, UsageError } from '@rightsmith/core';
import { lockJournal } from '../journal/journal-lock.js';
import { createJournal, existingJournal, noJournal, openJournal, type Journal } from '../journal/journal.js';
import { JOURNAL_SCHEMA, type BeginLine, type IntentLine } from '../journal/journal-line.js';
import type { JournalState } from '../journal/read-journal.js';
import type { BulkOptions, FileResult } from '../options.js';
import { makePlan } from '../plan/make-plan.js';
import type { PlanEntry } from '../plan/plan-entry.js';

/** A run whose plan is made, or was made by the run that it continues. */
export interface OpenRun {
  /** Absolute; names of files are relative to it. */
  readonly folder: string;
  readonly entries: readonly PlanEntry[];
  /** By place in the plan: what earlier runs finished. */
  readonly finished: ReadonlyMap<number, FileResult>;
  readonly begun: ReadonlyMap<number, IntentLine>;
  readonly journal: Journal;
  /** Lets others use the journal. */
  release(): void;
}

/**
 * Makes a plan, and a journal for it where one is wanted; or continues the run of a journal. A dry run only makes a plan.
 *
 * @throws UsageError for the journal of another run, or one that is in use; what {@link makePlan} and the journal throw
 */
export async function openRun(options: BulkOptions, dryRun: boolean): Promise<OpenRun> {
  const { journal: path } = options;
  if (path === undefined || dryRun) {
    return { ...FRESH, ...(await planned(options)), journal: noJournal, release: () => undefined };
  }
  const release = lockJournal(path);
  try {
    const state = existingJournal(path);
    if (state !== undefined) return { ...continued(path, state, options), release };
    const plan = await planned(options);
    const journal = await createJournal(path, beginLine(options, plan.folder), plan.entries);
    return { ...FRESH, ...plan, journal, release };
  } catch (error) {
    release();
    throw error;
  }
}

const FRESH: Pick<OpenRun, 'finished' | 'begun'> = { finished: new Map(), begun: new Map() };

async function planned(options: BulkOptions): Promise<Pick<OpenRun, 'folder' | 'entries'>> {
  return options.manifest ?? { folder: process.cwd(), entries: await makePlan(options) };
}

function continued(path: string, state: JournalState, options: BulkOptions): Omit<OpenRun, 'release'> {
  const { begin, entries, finished, begun } = state;
  if (begin.verb !== options.task.verb || begin.task !== fingerprint(options)) {
    throw new UsageError('The journal is that of another run.', {
      where: { file: path },
      hint: 'Repeat the options of the run that is to be continued, or name another journal.',
    });
  }
  return { folder: begin.folder, entries, finished, begun, journal: openJournal(path, state) };
}

function beginLine(options: BulkOptions, folder: string): BeginLine {
  return {
    type: 'begin',
    schema: JOURNAL_SCHEMA,
    verb: options.task.verb,
    task: fingerprint(options),
    folder,
    time: new Date((options.clock ?? systemClock).now()).toISOString(),
  };
}

/** Of what is to be done with what: a journal must not tell policies, and need not to know its own again. */
function fingerprint({ identity, task, input, manifest, output, rules }: BulkOptions): string {
  const text = JSON.stringify(identity ?? { task, input, manifest, output, rules });
  return createHash('sha256').update(text).digest('hex');
}
