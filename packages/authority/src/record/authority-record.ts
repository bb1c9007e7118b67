import type { RecordEntry } from './record-entry.js';

/** Which entries to give; absent members let all pass. Addresses and ids are compared without case. */
export interface RecordFilter {
  readonly contentId?: string;
  readonly who?: string;
  readonly actions?: readonly RecordEntry['action'][];
}

/** Entries of a record, oldest first, read as they are asked for. Each walk starts at the beginning. */
export interface RecordReading extends AsyncIterable<RecordEntry> {
  /** Lines skipped so far because a kill or a full disk cut them short, or because they are no entries. */
  readonly damagedLines: number;
}

/** What an authority was asked and answered, append-only. */
export interface AuthorityRecord {
  /** Once resolved, the entry survives a kill of the process. @throws CannotWrite */
  append(entry: RecordEntry): Promise<void>;
  /** Walking it throws CannotRead. */
  read(filter?: RecordFilter): RecordReading;
}
