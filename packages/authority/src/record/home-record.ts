import { appendEntry } from './append-entry.js';
import type { AuthorityRecord } from './authority-record.js';
import { FileReading } from './file-reading.js';

/** The record in the file `path`. */
export function homeRecord(path: string): AuthorityRecord {
  return {
    append: (entry) =>
      new Promise((resolve) => {
        appendEntry(path, entry);
        resolve();
      }),
    read: (filter = {}) => new FileReading(path, filter),
  };
}
