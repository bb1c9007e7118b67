import type { PlanEntry } from '../plan/plan-entry.js';
import { FILES_PER_ORDER, FILES_PER_THREAD } from '../pool/amounts.js';

/** Bytes from which a file counts as several: it keeps a thread busy on its own, and needs memory. */
const LARGE = 8 * 1024 * 1024;
/** Bytes from which the content of one file is worth several threads. */
const WORTH_THREADS = 64 * 1024 * 1024;

/** Files that one thread is to work on. */
export interface Batch {
  readonly entries: readonly PlanEntry[];
  /** How many threads the cipher of each may use. */
  readonly threads: number;
}

/** Files that wait for their turn, in the order of the plan, and how much room those under way take. */
export class Queue {
  readonly #waiting: readonly PlanEntry[];
  readonly #again: PlanEntry[] = [];
  readonly #threads: number;
  #next = 0;
  #underWay = 0;
  #room = 0;

  constructor(waiting: readonly PlanEntry[], threads: number) {
    this.#waiting = waiting;
    this.#threads = threads;
  }

  get isEmpty(): boolean {
    return this.#again.length === 0 && this.#next >= this.#waiting.length;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /**
   * The next files, if there is room for them among at most `limit` files of ordinary size: a large one alone, and alone one that
   * is begun again; of others as many as leave something for the other threads.
   */
  take(limit: number): Batch | undefined {
    const again = this.#again[0];
    if (again !== undefined) return this.#hasRoom(again, limit) ? this.#batch([this.#begin(again)]) : undefined;
    const most = Math.min(FILES_PER_ORDER, Math.ceil(this.#left / (2 * this.#threads)));
    const entries: PlanEntry[] = [];
    for (let next = this.#waiting[this.#next]; next !== undefined; next = this.#waiting[this.#next]) {
      if (!this.#hasRoom(next, limit) || entries.length === most) break;
      if (entries.length > 0 && isLarge(next)) break;
      entries.push(this.#begin(next));
      if (isLarge(next)) break;
    }
    return entries.length === 0 ? undefined : this.#batch(entries);
  }

  /** Files not begun. */
  get #left(): number {
    return this.#again.length + this.#waiting.length - this.#next;
  }

  #hasRoom(entry: PlanEntry, limit: number): boolean {
    const most = Math.min(limit, this.#threads * FILES_PER_THREAD);
    return this.#underWay === 0 || this.#room + roomOf(entry) <= most;
  }

  #begin(entry: PlanEntry): PlanEntry {
    if (this.#again.shift() === undefined) this.#next += 1;
    this.#underWay += 1;
    this.#room += roomOf(entry);
    return entry;
  }

  #batch(entries: readonly PlanEntry[]): Batch {
    return { entries, threads: Math.max(...entries.map((entry) => this.#threadsFor(entry))) };
  }

  /** A file is no longer under way. */
  give(entry: PlanEntry, again = false): void {
    this.#underWay -= 1;
    this.#room -= roomOf(entry);
    if (again) this.#again.push(entry);
  }

  /** A large file gets the threads that would have nothing else to do. */
  #threadsFor({ size }: PlanEntry): number {
    if (size < WORTH_THREADS) return 1;
    const files = this.#underWay + this.#left;
    return Math.max(1, Math.floor(this.#threads / files));
  }
}

function isLarge({ size }: PlanEntry): boolean {
  return size >= LARGE;
}

function roomOf(entry: PlanEntry): number {
  return isLarge(entry) ? FILES_PER_THREAD : 1;
}
