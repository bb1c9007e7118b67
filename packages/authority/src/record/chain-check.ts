import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RECORD_ENTRY } from './record-entry.js';
import { entryPart, isCut, lineHash, type ChainLink } from './record-line.js';
import type { RecordProblem, RecordReport } from './record-report.js';

/** Lines a fork may reach back: far more than processes that can write at the same moment. */
const WINDOW = 4096;
/** Writers that are remembered; each process is one, or each connection to a database. */
const WRITERS = 65_536;
const MAXIMUM_PROBLEMS = 100;

const LINK: z.ZodType<ChainLink> = z.object({
  writer: z.string(),
  number: z.int().positive(),
  previous: z.string(),
});

/** How a record is checked. */
export interface ChainCheckOptions {
  /** The `last` of a report before: the entries up to there must still be the same. */
  readonly expected?: string | undefined;
  /** Every entry names the one before of its own writer, and only the first of a writer one of another: then none is a fork. */
  readonly ownChains?: boolean;
}

/** The last entry of a writer. */
interface Written {
  readonly number: number;
  readonly hash: string;
}

/** Checks the chain of a record, line by line. Memory does not grow with the record. */
export class ChainCheck {
  readonly #expected: string | undefined;
  readonly #ownChains: boolean;
  /** Hashes of the last lines, oldest first. */
  readonly #recent = new Set<string>(['']);
  /** By writer, the one longest silent first. */
  readonly #writers = new Map<string, Written>();
  #hasForgotten = false;
  #last = '';
  /** Over all entries; damage is left out, because half a line that is still being written would count as such. */
  readonly #all = createHash('sha256');
  #lines = 0;
  #entries = 0;
  #unchained = 0;
  #damaged = 0;
  #forks = 0;
  #isChained = false;
  #isFound: boolean;
  readonly #problems: RecordProblem[] = [];
  #hasProblems = false;

  constructor({ expected, ownChains = false }: ChainCheckOptions = {}) {
    this.#expected = expected;
    this.#ownChains = ownChains;
    this.#isFound = expected === undefined;
  }

  /** The next line; undefined for one that is too long to be any. */
  take(line: string | undefined): void {
    this.#lines += 1;
    if (line === '') return;
    if (line === undefined) this.#damaged += 1;
    else this.#takeText(line);
  }

  /** The next line, which does not say what its writer wrote. */
  takeChanged(): void {
    this.#lines += 1;
    this.#report('not-linked');
  }

  #takeText(line: string): void {
    const hash = lineHash(line);
    const value = parse(entryPart(line));
    const isEntry = RECORD_ENTRY.safeParse(value).success;
    if (!isEntry || isCut(line)) this.#damaged += 1;
    if (isEntry) {
      this.#entries += 1;
      this.#all.update(entryPart(line)).update('\n');
      if (!this.#isFound) this.#isFound = this.#hashOfAll() === this.#expected;
      this.#takeLink(LINK.safeParse(value).data, hash);
    }
    this.#remember(hash);
  }

  #takeLink(link: ChainLink | undefined, hash: string): void {
    if (link === undefined) {
      this.#unchained += 1;
      if (this.#isChained) this.#report('not-chained');
      return;
    }
    const { writer, number, previous } = link;
    const before = this.#writers.get(writer);
    if (!this.#isLinked(previous, before)) this.#report('not-linked');
    else if (previous !== this.#last && !this.#ownChains) this.#forks += 1;
    const numberBefore = before?.number ?? (this.#hasForgotten ? number - 1 : 0);
    if (number !== numberBefore + 1) this.#report('number-missing');
    this.#rememberWriter(writer, { number, hash });
    this.#isChained = true;
  }

  #isLinked(previous: string, before: Written | undefined): boolean {
    if (!this.#ownChains) return this.#recent.has(previous);
    if (before !== undefined) return previous === before.hash;
    return this.#hasForgotten || this.#recent.has(previous);
  }

  #rememberWriter(writer: string, written: Written): void {
    this.#writers.delete(writer);
    this.#writers.set(writer, written);
    const [oldest] = this.#writers.keys();
    if (this.#writers.size <= WRITERS || oldest === undefined) return;
    this.#writers.delete(oldest);
    this.#hasForgotten = true;
  }

  #remember(hash: string): void {
    this.#last = hash;
    this.#recent.add(hash);
    const [oldest] = this.#recent;
    if (this.#recent.size > WINDOW && oldest !== undefined) this.#recent.delete(oldest);
  }

  #hashOfAll(): string {
    return this.#all.copy().digest('base64url');
  }

  #report(problem: RecordProblem['problem'], line?: number): void {
    this.#hasProblems = true;
    if (this.#problems.length < MAXIMUM_PROBLEMS) this.#problems.push({ line: line ?? this.#lines, problem });
  }

  report(): RecordReport {
    const end: readonly RecordProblem[] = this.#isFound ? [] : [{ problem: 'end-missing' }];
    return {
      valid: !this.#hasProblems && this.#isFound,
      entries: this.#entries,
      unchained: this.#unchained,
      damagedLines: this.#damaged,
      forks: this.#forks,
      problems: [...this.#problems, ...end],
      ...(this.#entries > 0 && { last: this.#hashOfAll() }),
    };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
