import type { RmsClient } from '@rightsmith/core';

/** One way to break a right client. */
export interface ClientFault {
  /** Finishes the sentence “a client that …”. */
  readonly name: string;
  /** The broken members. Called for every client the tests ask for. */
  readonly breaks: (right: RmsClient) => Partial<RmsClient>;
  /** All tests that have to notice it, as `group: name`. */
  readonly red: readonly string[];
}
