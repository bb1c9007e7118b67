import { createHash } from 'node:crypto';
import type { FileIdentity, StagedFile } from '@rightsmith/core';
import type { BulkVerb, FileResult } from '../options.js';
import type { PlanEntry } from '../plan/plan-entry.js';

/** Who may read what a journal says: docs/reference/bulk.md. */
export const JOURNAL_SCHEMA = 2;

/** The first line of a journal. */
export interface BeginLine {
  readonly type: 'begin';
  readonly schema: typeof JOURNAL_SCHEMA;
  readonly verb: BulkVerb;
  /** Fingerprint of what is to be done, so that no other run continues it. */
  readonly task: string;
  /** Absolute; names of files are relative to it. */
  readonly folder: string;
  readonly time: string;
}

/** A file of the plan. */
export type FileLine = { readonly type: 'file' } & PlanEntry;

/** The end of the plan. */
export interface PlannedLine {
  readonly type: 'planned';
  readonly files: number;
}

/** A result is ready and about to take its place. */
export interface IntentLine {
  readonly type: 'intent';
  readonly n: number;
  readonly staged: StagedFile;
  readonly source: FileIdentity;
  /** What there will be to tell. */
  readonly result: FileResult;
}

/** What the last intent for this file said is done. */
export interface DoneLine {
  readonly type: 'done';
  readonly n: number;
}

/** A file was skipped or failed. */
export interface ResultLine {
  readonly type: 'result';
  readonly n: number;
  readonly result: FileResult;
}

/** One line of a journal. */
export type JournalLine = BeginLine | FileLine | PlannedLine | IntentLine | DoneLine | ResultLine;

/** A line as it is written, and what the next one is chained to. */
export interface SealedLine {
  /** With its line feed. */
  readonly text: string;
  readonly check: string;
}

/** What the first line is chained to. */
export const FIRST_CHECK: string = '0'.repeat(16);

const CHECK = /^(.*),"check":"([0-9a-f]{16})"\}$/s;

/** The line with its check, which is of it and of all lines before. */
export function sealLine(line: JournalLine, previous: string): SealedLine {
  const body = JSON.stringify(line).slice(0, -1);
  const check = checkOf(body, previous);
  return { text: `${body},"check":"${check}"}\n`, check };
}

/** The line of a text without its line feed; undefined where the check is not that of this line after those before. */
export function openLine(
  text: string,
  previous: string,
): { readonly line: JournalLine; readonly check: string } | undefined {
  const [, body = '', check = ''] = CHECK.exec(text) ?? [];
  if (check === '' || check !== checkOf(body, previous)) return undefined;
  return { line: JSON.parse(`${body}}`) as JournalLine, check };
}

function checkOf(body: string, previous: string): string {
  return createHash('sha256').update(previous).update(body).digest('hex').slice(0, 16);
}
