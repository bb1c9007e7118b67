import type { FormatHandler } from '@rightsmith/core';

/** With all methods that a toy has. */
export type RightHandler = Required<Omit<FormatHandler, 'contentMode'>>;

/** One way to break a right handler. */
export interface FormatFault {
  /** Finishes the sentence “a format that …”. */
  readonly name: string;
  /** The broken methods. */
  readonly breaks: (right: RightHandler) => Partial<FormatHandler>;
  /** Shows only where files have megabytes; the other faults are spared those for time's sake. */
  readonly isLarge?: true;
  /** Shows only in the tests of memory. */
  readonly isSparse?: true;
  /** All tests that have to notice it, as `group: name`. */
  readonly red: readonly string[];
}
