import type { AuthorityStore } from '@rightsmith/authority/store';

/** An empty place for a store, such as a folder of its own. */
export interface StorePlace {
  /** Called several times: every opener stands for a process. The kit closes them. */
  open(): AuthorityStore | Promise<AuthorityStore>;
  /** After the test, when all are closed. */
  remove(): void | Promise<void>;
}

/** The store to test. */
export interface StoreTestOptions {
  /** Makes an empty place for one test. */
  readonly create: () => StorePlace | Promise<StorePlace>;
  /** Milliseconds that a change may take to be seen by other openers. Default 0. */
  readonly settleMs?: number;
}
