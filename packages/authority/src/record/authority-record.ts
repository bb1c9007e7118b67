import type { RecordEntry } from './record-entry.js';
import type { RecordReport } from './record-report.js';

/** Which entries to give; absent members let all pass. Addresses and ids are compared without case. */
export interface RecordFilter {
  readonly contentId?: string;
  readonly who?: string;
  readonly actions?: readonly RecordEntry['action'][];
}

/** Entries of a record, oldest first, read as they are asked for. Each walk starts at the beginning. */
export interface RecordReading extends AsyncIterable<RecordEntry> {
  /** Entries skipped so far because a kill or a full disk cut them short, or because they are none. */
  readonly damagedLines: number;
}

/** What is written to a record. */
export interface RecordAppender {
  /** Once resolved, the entry survives a kill of the process. @throws CannotWrite */
  append(entry: RecordEntry): Promise<void>;
}

/** What an authority was asked and answered, append-only. */
export interface AuthorityRecord extends RecordAppender {
  /**
   * Appends the entry unless its content is revoked, in one step: a grant that begins when a revocation has returned is
   * never written.
   *
   * @returns false when it is revoked: nothing is written then
   * @throws CannotWrite, CannotRead
   */
  appendUnlessRevoked(entry: RecordEntry): Promise<boolean>;
  /** Walking it throws CannotRead. */
  read(filter?: RecordFilter): RecordReading;
  /**
   * Whether entries were changed, removed or put in since they were written; absent where the record is not chained.
   *
   * @param expected - the `last` of a report before
   * @throws CannotRead
   */
  verify?(expected?: string): Promise<RecordReport>;
}
