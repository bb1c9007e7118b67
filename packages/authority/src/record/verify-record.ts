import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { recordLines } from './file-reading.js';
import { RECORD_ENTRY } from './record-entry.js';
import { entryPart, isCut, lineHash, type ChainLink } from './record-line.js';
import type { RecordProblem, RecordReport } from './record-report.js';

/** Lines a fork may reach back: far more than processes that can write at the same moment. */
const WINDOW = 4096;
/** Writers that are remembered; each process is one. */
const WRITERS = 65_536;
const MAXIMUM_PROBLEMS = 100;

const LINK: z.ZodType<ChainLink> = z.object({
  writer: z.string(),
  number: z.int().positive(),
  previous: z.string(),
});

/**
 * Checks the chain of a record file. Memory does not grow with the file.
 *
 * @param expected - the `last` of a report before: the entries up to there must still be the same
 * @throws CannotRead
 */
export async function verifyRecord(path: string, expected?: string): Promise<RecordReport> {
  const check = new ChainCheck(expected);
  if (existsSync(path)) for await (const line of recordLines(path)) check.take(line);
  return check.report();
}

class ChainCheck {
  readonly #expected: string | undefined;
  /** Hashes of the last lines, oldest first. */
  readonly #recent = new Set<string>(['']);
  /** Number of the last entry by writer, the one longest silent first. */
  readonly #writers = new Map<string, number>();
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

  constructor(expected: string | undefined) {
    this.#expected = expected;
    this.#isFound = expected === undefined;
  }

  take(line: string | undefined): void {
    this.#lines += 1;
    if (line === '') return;
    if (line === undefined) this.#damaged += 1;
    else this.#takeText(line);
  }

  #takeText(line: string): void {
    const value = parse(entryPart(line));
    const isEntry = RECORD_ENTRY.safeParse(value).success;
    if (!isEntry || isCut(line)) this.#damaged += 1;
    if (isEntry) {
      this.#entries += 1;
      this.#all.update(entryPart(line)).update('\n');
      if (!this.#isFound) this.#isFound = this.#hashOfAll() === this.#expected;
      this.#takeLink(LINK.safeParse(value).data);
    }
    this.#remember(lineHash(line));
  }

  #takeLink(link: ChainLink | undefined): void {
    if (link === undefined) {
      this.#unchained += 1;
      if (this.#isChained) this.#report('not-chained');
      return;
    }
    const { writer, number, previous } = link;
    if (!this.#recent.has(previous)) this.#report('not-linked');
    else if (previous !== this.#last) this.#forks += 1;
    const before = this.#writers.get(writer) ?? (this.#hasForgotten ? number - 1 : 0);
    if (number !== before + 1) this.#report('number-missing');
    this.#rememberWriter(writer, number);
    this.#isChained = true;
  }

  #rememberWriter(writer: string, number: number): void {
    this.#writers.delete(writer);
    this.#writers.set(writer, number);
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
