import { readSync } from 'node:fs';
import { lineHash } from './record-line.js';

/** The end of a record file. */
export interface RecordTail {
  /** Bytes of the file. */
  readonly size: number;
  /**
   * Of its last whole line; empty where there is none. Behind that may stand a part of a line, which a kill cut short or which
   * another process is still writing: its hash would be that of no line later.
   */
  readonly hash: string;
  /** Whether something without a line feed stands at its end. */
  readonly isCut: boolean;
}

const LINE_FEED = 0x0a;
const FIRST_WINDOW = 4096;

/** Reads back from the end as far as the last whole line goes. @throws the system's error */
export function readTail(file: number, size: number): RecordTail {
  if (size === 0) return { size, hash: '', isCut: false };
  for (let window = FIRST_WINDOW; ; window *= 4) {
    const length = Math.min(window, size);
    const bytes = Buffer.alloc(length);
    const read = readSync(file, bytes, 0, length, size - length);
    if (read !== length) throw new Error('The record became shorter while it was read.');
    const line = lastWholeLine(bytes, length === size);
    if (line !== undefined) return { size, hash: line && lineHash(line), isCut: bytes.at(-1) !== LINE_FEED };
  }
}

/** Empty where there is none; undefined where it begins further in front. Empty lines, which readers pass over, are none. */
function lastWholeLine(bytes: Buffer, isAll: boolean): string | undefined {
  let end = bytes.lastIndexOf(LINE_FEED);
  while (end > 0 && bytes[end - 1] === LINE_FEED) end -= 1;
  const start = end > 0 ? bytes.lastIndexOf(LINE_FEED, end - 1) : -1;
  if (start < 0 && !isAll) return undefined;
  return end > 0 ? bytes.toString('utf8', start + 1, end) : '';
}
