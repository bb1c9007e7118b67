import type { Clock, RandomSource } from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import type { AuthorityFile, KeyEntry } from '../home/authority-file.js';
import { generateTenantKey } from './tenant-key.js';

/** A tenant to make a home for. */
export interface NewTenant extends Omit<AuthorityFile, 'schema' | 'keys'> {
  /** The last one signs. */
  readonly keys: readonly (KeyEntry & {
    /** PKCS#8. */
    readonly der: Uint8Array;
  })[];
}

/** A tenant that was never there before. */
export async function newTenant(clock: Clock, random: RandomSource): Promise<NewTenant> {
  const created = new Date(clock.now()).toISOString();
  const key = { id: randomGuid(random), created, der: await generateTenantKey() };
  return { tenantId: randomGuid(random), name: 'Rightsmith', created, keys: [key] };
}
