import type { Clock, RandomSource } from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import type { AuthorityFile, KeyEntry } from '../home/authority-file.js';
import type { AuthorityStore, NewKey } from '../store/authority-store.js';
import { encodeKeyFile } from './key-file.js';
import { generateTenantKey } from './tenant-key.js';

/** A tenant to begin with. */
export interface NewTenant extends Omit<AuthorityFile, 'schema' | 'keys'> {
  /** The last one signs. */
  readonly keys: readonly (KeyEntry & {
    /** PKCS#8. */
    readonly der: Uint8Array;
  })[];
}

/** How new keys are kept. */
export interface KeyLock {
  /** Absent: as they are. */
  readonly passphrase: string | undefined;
  readonly random: RandomSource;
}

/** A tenant that was never there before. */
export async function newTenant(clock: Clock, random: RandomSource): Promise<NewTenant> {
  const created = new Date(clock.now()).toISOString();
  const key = { id: randomGuid(random), created, der: await generateTenantKey() };
  return { tenantId: randomGuid(random), name: 'Rightsmith', created, keys: [key] };
}

/** Puts a tenant into a store that has none, unless another process is quicker. @returns whether it was this call @throws CannotWrite */
export async function createTenantIn(
  store: AuthorityStore,
  { keys, ...tenant }: NewTenant,
  { passphrase, random }: KeyLock,
): Promise<boolean> {
  const locked: NewKey[] = [];
  for (const { der, ...entry } of keys) {
    locked.push({ entry, content: await encodeKeyFile(der, passphrase, random) });
  }
  return store.createTenant({ schema: 1, ...tenant }, locked);
}
