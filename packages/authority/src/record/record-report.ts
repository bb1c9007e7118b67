/** Something that no kill, full disk or second writer explains. */
export interface RecordProblem {
  /** The line that shows it, from 1 on; absent for what is missing at the end. */
  readonly line?: number;
  /**
   * `not-linked`: it follows no line before it, because that was changed or removed; `number-missing`: a line of the same writer is
   * gone; `not-chained`: an entry without a link among those that have one; `end-missing`: no beginning of the record has the hash that was expected.
   */
  readonly problem: 'not-linked' | 'number-missing' | 'not-chained' | 'end-missing';
}

/** What a record says of itself. */
export interface RecordReport {
  /** Whether the chain holds. An entry put in can look like a fork, and who can write the file can rewrite it whole: only an expected hash tells. */
  readonly valid: boolean;
  /** Entries that can be read. */
  readonly entries: number;
  /** Entries at the beginning from before there were links: nothing protects them but the first link. */
  readonly unchained: number;
  /** Lines that a kill or a full disk cut short. */
  readonly damagedLines: number;
  /** Lines that were written at the same moment as another. */
  readonly forks: number;
  /** The first hundred. */
  readonly problems: readonly RecordProblem[];
  /** SHA-256 over all entries, base64url: noted somewhere else, it shows later whether they are still the same. Absent in an empty record. */
  readonly last?: string;
}
