import type { AuthorityRecord } from './authority-record.js';
import { FileReading } from './file-reading.js';
import { RecordFile } from './record-file.js';
import { verifyRecord } from './verify-record.js';

/** A record in a file, but for what needs to know of revocations. */
export interface HomeRecord extends Omit<AuthorityRecord, 'appendUnlessRevoked' | 'verify'> {
  readonly verify: NonNullable<AuthorityRecord['verify']>;
  /** Lets go of the file. An entry of work that is still under way is added all the same. Idempotent. */
  close(): void;
}

/** The record in the file `path`. */
export function homeRecord(path: string): HomeRecord {
  const file = new RecordFile(path);
  return {
    append: (entry) =>
      new Promise((resolve) => {
        file.append(entry);
        resolve();
      }),
    read: (filter = {}) => new FileReading(path, filter),
    verify: (expected) => verifyRecord(path, expected),
    close: () => {
      file.close();
    },
  };
}
