import type { RuledProtection } from './rules.js';
import type { SkipReason } from './skip-reasons.js';

/** One file of a plan. */
export interface PlanEntry {
  /** Its place in the plan, from 0. */
  readonly n: number;
  /** As it was named or found; relative to the folder the plan was made in. */
  readonly file: string;
  /** Bytes, when the plan was made. */
  readonly size: number;
  /** Folder its result goes to; absent: its own. */
  readonly into?: string;
  /** What the rules say about it; absent: what its format does. */
  readonly as?: Exclude<RuledProtection, 'default' | 'off'>;
  /** Absent: it is worked on. */
  readonly skip?: SkipReason;
}
