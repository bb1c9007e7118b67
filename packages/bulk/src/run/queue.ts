import type { PlanEntry } from '../plan/plan-entry.js';
import { FILES_PER_THREAD } from '../pool/worker-pool.js';

/** Bytes from which a file counts as several: it keeps a thread busy on its own, and needs memory. */
const LARGE = 8 * 1024 * 1024;
/** Bytes from which the content of one file is worth several threads. */
const WORTH_THREADS = 64 * 1024 * 1024;

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

  /** The next file, if there is room for it among at most `limit` files of ordinary size. */
  take(limit: number): { readonly entry: PlanEntry; readonly threads: number } | undefined {
    const entry = this.#again[0] ?? this.#waiting[this.#next];
    if (entry === undefined) return undefined;
    const most = Math.min(limit, this.#threads * FILES_PER_THREAD);
    if (this.#underWay > 0 && this.#room + roomOf(entry) > most) return undefined;
    if (this.#again.shift() === undefined) this.#next += 1;
    this.#underWay += 1;
    this.#room += roomOf(entry);
    return { entry, threads: this.#threadsFor(entry) };
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
    const files = this.#underWay + this.#again.length + this.#waiting.length - this.#next;
    return Math.max(1, Math.floor(this.#threads / files));
  }
}

function roomOf({ size }: PlanEntry): number {
  return size < LARGE ? 1 : FILES_PER_THREAD;
}
