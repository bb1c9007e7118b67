import { appendEntry } from './append-entry.js';
import type { RecordAppender, RecordFilter, RecordReading } from './authority-record.js';
import { FileReading } from './file-reading.js';

/** The record in the file `path`. */
export function homeRecord(path: string): RecordAppender & { read(filter?: RecordFilter): RecordReading } {
  return {
    append: (entry) =>
      new Promise((resolve) => {
        appendEntry(path, entry);
        resolve();
      }),
    read: (filter = {}) => new FileReading(path, filter),
  };
}
