import { silentLogger, systemClock, systemRandom } from '@rightsmith/core';
import type { AuthorityOptions } from './authority.js';
import { homeStore } from './home/home-store.js';
import type { AuthorityExport } from './keys/authority-export.js';
import { unlockExportedKeys } from './keys/exported-keys.js';
import { createTenantIn } from './keys/new-tenant.js';
import { StoredTenant, checkPassphrase } from './keys/stored-tenant.js';
import { encodeTenantKey } from './keys/tenant-key.js';
import { recordChange } from './record/administrative.js';

/** What an import did. */
export interface AuthorityImport {
  /** Whether the home was made from the export; else keys were added to the one there. */
  readonly created: boolean;
  /** Ids of the keys that came into the home. */
  readonly added: readonly string[];
}

/**
 * Takes the authority of an export over. Where there is no home, it is made from the export and is the same authority from
 * then on; its keys are locked with the passphrase of `options`. Else the home keeps its own tenant and key, and the keys
 * of the export are added to open what was sealed to them. No key of a home is ever overwritten.
 *
 * @param passphrase - that of the export
 * @param options - `by` is the address of who does it, for the record; absent: nothing goes on record
 * @throws UsageError when the export holds no private keys; SignInNeeded for a wrong passphrase; CorruptFile; OutputExists
 *   when the home has another key of the same id; CannotWrite; as `openAuthority` for the home
 */
export async function importAuthority(
  exported: AuthorityExport,
  passphrase: string,
  options: AuthorityOptions & { readonly by?: string } = {},
): Promise<AuthorityImport> {
  const { clock = systemClock, random = systemRandom, logger = silentLogger, passphrase: homePassphrase } = options;
  checkPassphrase(homePassphrase);
  const keys = await unlockExportedKeys(exported, passphrase);
  const store = options.store ?? homeStore({ home: options.home, logger });
  const onRecord = async (): Promise<void> => {
    if (options.by === undefined) return;
    await recordChange({ record: store.record, clock, who: options.by }, 'import-keys', exported.tenantId);
  };
  try {
    if (!(await store.hasTenant())) {
      const { tenantId, name, url, created } = exported;
      const ders = keys.map((key) => ({ id: key.id, created: key.created.toISOString(), der: encodeTenantKey(key) }));
      const tenant = { tenantId, name, ...(url !== undefined && { url }), created, keys: ders };
      if (await createTenantIn(store, tenant, { passphrase: homePassphrase, random })) {
        await onRecord();
        return { created: true, added: keys.map(({ id }) => id) };
      }
    }
    const tenant = new StoredTenant(store, { passphrase: homePassphrase, clock, random, logger });
    const added = await tenant.addKeys(keys);
    if (added.length > 0) await onRecord();
    return { created: false, added };
  } finally {
    await store.close();
  }
}
