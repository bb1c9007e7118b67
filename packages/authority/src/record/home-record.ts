import type { RecordAppender, RecordFilter, RecordReading } from './authority-record.js';
import { FileReading } from './file-reading.js';
import { RecordFile } from './record-file.js';

/** A record in a file. */
export interface HomeRecord extends RecordAppender {
  read(filter?: RecordFilter): RecordReading;
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
    close: () => {
      file.close();
    },
  };
}
