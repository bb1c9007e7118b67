import type { Clock } from '@rightsmith/core';
import type { TenantAdministration } from '../keys/tenant-store.js';
import type { RecordAppender } from './authority-record.js';
import type { AdministrativeAction, RecordEntry } from './record-entry.js';

/** Where administrative entries go, and who made the changes. */
export interface AdministrativeRecord {
  readonly record: RecordAppender;
  readonly clock: Clock;
  /** Address, as asserted. */
  readonly who: string;
}

/** Puts a change of the authority on record. @param subject - what was changed: id of a template or key, address, URL @throws CannotWrite */
export async function recordChange(
  { record, clock, who }: AdministrativeRecord,
  action: AdministrativeAction,
  subject?: string,
): Promise<void> {
  const entry: RecordEntry = {
    time: new Date(clock.now()).toISOString(),
    action,
    contentId: '',
    who,
    ...(subject !== undefined && { subject }),
  };
  await record.append(entry);
}

/** The administration of a tenant, with every change on record. */
export function recordedTenant(tenant: TenantAdministration, changes: AdministrativeRecord): TenantAdministration {
  return {
    rotateKey: async () => {
      await tenant.rotateKey();
      await recordChange(changes, 'rotate-key');
    },
    setPassphrase: async (passphrase) => {
      await tenant.setPassphrase(passphrase);
      await recordChange(changes, 'set-passphrase');
    },
    setUrl: async (url) => {
      await tenant.setUrl(url);
      await recordChange(changes, 'set-url', url);
    },
    export: async (passphrase) => {
      const exported = await tenant.export(passphrase);
      // Before anybody has the keys; what is public is nobody's business.
      if (passphrase !== undefined) await recordChange(changes, 'export-keys');
      return exported;
    },
  };
}
