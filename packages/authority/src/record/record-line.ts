import { hash } from 'node:crypto';
import type { RecordEntry } from './record-entry.js';

/** How every entry begins; inside a JSON string the quotes would be escaped. */
const ENTRY_START = '{"time":"';

/** What chains an entry to those before it. */
export interface ChainLink {
  /** Names the process that wrote it, by chance. */
  readonly writer: string;
  /** Which of the entries of that writer it is, from 1 on. */
  readonly number: number;
  /** {@link lineHash} of the line that was the last when it was written; empty in an empty record. */
  readonly previous: string;
}

/** The text of an entry, with its time first: by that readers find an entry behind a line that was cut. */
export function entryText({ time, ...others }: RecordEntry, { writer, number, previous }: ChainLink): string {
  return JSON.stringify({ time, ...others, writer, number, previous });
}

/** The entry at the end of a line. One that was appended right after a line just cut short stands behind the rest of that. */
export function entryPart(line: string): string {
  return line.slice(Math.max(0, line.lastIndexOf(ENTRY_START)));
}

/** Whether a line holds something in front of its entry, or no entry at all. */
export function isCut(line: string): boolean {
  return !line.startsWith(ENTRY_START) || line.lastIndexOf(ENTRY_START) > 0;
}

/** What the next entry names as its `previous`: SHA-256 of the entry's text, base64url. */
export function lineHash(line: string): string {
  return hash('sha256', entryPart(line), 'base64url');
}
