import { readSync } from 'node:fs';
import { lineHash } from './record-line.js';

/** The end of a record file. */
export interface RecordTail {
  /** Bytes of the file. */
  readonly size: number;
  /** Of its last line; empty where there is none. */
  readonly hash: string;
  /** Whether the last line lacks its line feed. */
  readonly isCut: boolean;
}

const LINE_FEED = 0x0a;
const FIRST_WINDOW = 4096;

/** Reads back from the end as far as the last line goes. @throws the system's error */
export function readTail(file: number, size: number): RecordTail {
  if (size === 0) return { size, hash: '', isCut: false };
  for (let window = FIRST_WINDOW; ; window *= 4) {
    const length = Math.min(window, size);
    const bytes = Buffer.alloc(length);
    const read = readSync(file, bytes, 0, length, size - length);
    if (read !== length) throw new Error('The record became shorter while it was read.');
    const isCut = bytes.at(-1) !== LINE_FEED;
    const end = isCut ? length : length - 1;
    const start = end === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, end - 1);
    if (start >= 0 || length === size) return { size, hash: lineHash(bytes.toString('utf8', start + 1, end)), isCut };
  }
}
