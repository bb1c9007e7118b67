import { closeSync, fstatSync, openSync, readSync, statSync, writeSync, type Stats } from 'node:fs';
import { CannotWrite } from '@rightsmith/core';
import type { RecordEntry } from './record-entry.js';

const LINE_FEED = 0x0a;

/** The record file while it is open. */
interface OpenRecord {
  readonly file: number;
  readonly device: number;
  readonly inode: number;
  /** How long it was behind the last entry of this process; then it ended with a line. Undefined before the first. */
  readonly length: number | undefined;
}

/**
 * Adds lines to the record. Each is handed to the operating system by a single write at the end of the file, so lines
 * of several processes do not mix, and once {@link RecordFile.append} returns a kill of the process cannot lose it. A
 * line that a kill or a full disk cut short before is closed first, and stays there for readers to skip.
 *
 * Synchronous and without a flush to the disk: a record line stands on the way of every key handed out. The file stays open
 * for the same reason, and is opened anew when another one has taken its place.
 */
export class RecordFile {
  readonly #path: string;
  #open: OpenRecord | undefined;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws CannotWrite */
  append(entry: RecordEntry): void {
    try {
      this.#write(entry);
    } catch (cause) {
      this.#release();
      throw new CannotWrite('The record of the authority cannot be written, so nothing was issued or opened.', {
        where: { file: this.#path, structure: 'record' },
        hint: 'Make room on the disk or mend the permissions of the file.',
        cause,
      });
    }
    if (this.#closed) this.#release();
  }

  /** Lets go of the file. An entry of work that is still under way is added all the same. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  #write(entry: RecordEntry): void {
    const { open, size } = this.#present();
    const cutShort = size !== open.length && endsInsideLine(open.file, size);
    const line = Buffer.from(`${cutShort ? '\n' : ''}${entryText(entry)}\n`);
    const written = writeSync(open.file, line);
    if (written !== line.length) throw new Error(`Only ${written} of ${line.length} bytes were written.`);
    this.#open = { ...open, length: size + written };
  }

  /** The file at the path, which may be another one than that written to last. */
  #present(): { readonly open: OpenRecord; readonly size: number } {
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (this.#open !== undefined && there !== undefined && isSame(this.#open, there)) {
      return { open: this.#open, size: there.size };
    }
    this.#release();
    const file = openSync(this.#path, 'a+', 0o600);
    const { dev: device, ino: inode, size } = fstatSync(file);
    this.#open = { file, device, inode, length: undefined };
    return { open: this.#open, size };
  }

  #release(): void {
    const { file } = this.#open ?? {};
    this.#open = undefined;
    if (file !== undefined) closeSync(file);
  }
}

function isSame({ device, inode }: OpenRecord, there: Stats): boolean {
  return there.ino === inode && there.dev === device;
}

function entryText({ time, ...others }: RecordEntry): string {
  // With its time first: this is how readers find an entry behind a line that was cut.
  return JSON.stringify({ time, ...others });
}

function endsInsideLine(file: number, size: number): boolean {
  if (size === 0) return false;
  const last = new Uint8Array(1);
  return readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== LINE_FEED;
}
