import { setTimeout as wait } from 'node:timers/promises';
import type { AuthorityFile, AuthorityStore, KeyEntry, NewKey, RecordEntry } from '@rightsmith/authority/store';
import type { StorePlace, StoreTestOptions } from './store-test-options.js';

/** A tenant for the tests; no key of it works. */
export const TENANT: Omit<AuthorityFile, 'keys'> = {
  schema: 1,
  tenantId: 'b5e1c1f0-0d3c-4f4e-9a51-2d8f3b1f6a11',
  name: 'Tests',
  created: '2031-05-06T07:08:09.000Z',
};

/** The entry of a key. */
export const KEY: KeyEntry = { id: '0d3c4f4e-9a51-4d8f-8b1f-6a11b5e1c1f0', created: '2031-05-06T07:08:09.000Z' };

/** One key to begin with. */
export const NEW_KEY: NewKey = { entry: KEY, content: Uint8Array.of(0x30, 1, 2, 0, 255) };

/** A document of the tests. */
export const CONTENT_ID = '9a512d8f-3b1f-4a11-b5e1-c1f00d3c4f4e';

/** An entry of the record. */
export function entryOf(changes: Partial<RecordEntry> = {}): RecordEntry {
  return {
    time: '2031-05-06T07:08:09.123Z',
    action: 'grant',
    contentId: CONTENT_ID,
    who: 'bob@example.com',
    ...changes,
  };
}

/** All entries of a record. */
export async function entriesOf(reading: AsyncIterable<RecordEntry>): Promise<RecordEntry[]> {
  const entries: RecordEntry[] = [];
  for await (const entry of reading) entries.push(entry);
  return entries;
}

/** An empty place and what is opened on it, laid out for one test. */
export class StoreBench {
  readonly #place: StorePlace;
  readonly #settleMs: number;
  readonly #stores: AuthorityStore[] = [];

  constructor(place: StorePlace, { settleMs = 0 }: StoreTestOptions) {
    this.#place = place;
    this.#settleMs = settleMs;
  }

  /** Another opener of the same place, as another process would be. */
  async open(): Promise<AuthorityStore> {
    const store = await this.#place.open();
    this.#stores.push(store);
    return store;
  }

  /** A store with a tenant in it. */
  async begin(): Promise<AuthorityStore> {
    const store = await this.open();
    await store.createTenant(TENANT, [NEW_KEY]);
    return store;
  }

  /** Waits as long as another opener's change may take to be seen. */
  async settle(): Promise<void> {
    await wait(this.#settleMs);
  }

  async close(): Promise<void> {
    for (const store of this.#stores) await store.close();
    await this.#place.remove();
  }
}
