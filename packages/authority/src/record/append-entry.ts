import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { CannotWrite } from '@rightsmith/core';
import type { RecordEntry } from './record-entry.js';

const LINE_FEED = 0x0a;

/**
 * Adds one line to the record. It is handed to the operating system by a single write at the end of the file, so lines
 * of several processes do not mix, and once this returns a kill of the process cannot lose it. A line that a kill or a
 * full disk cut short before is closed first, and stays there for readers to skip.
 *
 * Synchronous and without a flush to the disk: a record line stands on the way of every key handed out.
 *
 * @throws CannotWrite
 */
export function appendEntry(path: string, entry: RecordEntry): void {
  try {
    const file = openSync(path, 'a+', 0o600);
    try {
      const line = Buffer.from(`${endsInsideLine(file) ? '\n' : ''}${entryText(entry)}\n`);
      const written = writeSync(file, line);
      if (written !== line.length) throw new Error(`Only ${written} of ${line.length} bytes were written.`);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new CannotWrite('The record of the authority cannot be written, so nothing was issued or opened.', {
      where: { file: path, structure: 'record' },
      hint: 'Make room on the disk or mend the permissions of the file.',
      cause,
    });
  }
}

function entryText({ time, ...others }: RecordEntry): string {
  // With its time first: this is how readers find an entry behind a line that was cut.
  return JSON.stringify({ time, ...others });
}

function endsInsideLine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = new Uint8Array(1);
  return readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
