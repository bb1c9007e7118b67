import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, statSync, writeSync, type Stats } from 'node:fs';
import { CannotWrite } from '@rightsmith/core';
import type { RecordEntry } from './record-entry.js';
import { entryText, lineHash } from './record-line.js';
import { readTail, type RecordTail } from './record-tail.js';

/** The record file while it is open. */
interface OpenRecord {
  readonly file: number;
  readonly device: number;
  readonly inode: number;
  /** Names the lines written while it is open. */
  readonly writer: string;
  /** How many these are. */
  readonly written: number;
  /** Of the last of them; it is read again only where the file has grown since by somebody else's. */
  readonly tail: RecordTail | undefined;
}

/**
 * Adds lines to the record, each chained to the line before. A line is handed to the operating system by a single write at
 * the end of the file, so lines of several processes do not mix, and once {@link RecordFile.append} returns a kill of the
 * process cannot lose it. A line that a kill or a full disk cut short before is closed first, and stays there for readers
 * to skip.
 *
 * Synchronous, without a flush to the disk and without a lock: a record line stands on the way of every key handed out. The
 * file stays open for the same reason, and is opened anew when another one has taken its place. Two processes that write at
 * the same moment may so chain their lines to the same one; readers know such a fork, and the number each writer gives its
 * lines tells when one of them is gone.
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
    const tail = open.tail?.size === size ? open.tail : readTail(open.file, size);
    const text = entryText(entry, { writer: open.writer, number: open.written + 1, previous: tail.hash });
    const line = Buffer.from(`${tail.isCut ? '\n' : ''}${text}\n`);
    const written = writeSync(open.file, line);
    if (written !== line.length) throw new Error(`Only ${written} of ${line.length} bytes were written.`);
    const newTail = { size: size + line.length, hash: lineHash(text), isCut: false };
    this.#open = { ...open, written: open.written + 1, tail: newTail };
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
    this.#open = { file, device, inode, writer: randomBytes(6).toString('hex'), written: 0, tail: undefined };
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
