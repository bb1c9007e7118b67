import type { AuthorityStore } from '@rightsmith/authority/store';
import { UsageError } from '@rightsmith/core';
import type { PostgresStoreOptions } from '@rightsmith/store-postgres';

/**
 * The store in the PostgreSQL database that `RIGHTSMITH_DATABASE` names, else in that of `settings`; undefined where neither names one.
 *
 * @throws UsageError where its package is missing; CannotRead when it cannot be reached
 */
export async function openDatabaseStore(settings?: PostgresStoreOptions): Promise<AuthorityStore | undefined> {
  const named = process.env['RIGHTSMITH_DATABASE'];
  const url = named === undefined || named === '' ? settings?.url : named;
  if (url === undefined && settings === undefined) return undefined;
  const { openPostgresStore } = await import('@rightsmith/store-postgres').catch((cause: unknown) => {
    throw new UsageError('The package for PostgreSQL is not installed.', {
      hint: 'Install it: npm install @rightsmith/store-postgres',
      cause,
    });
  });
  return openPostgresStore({ ...settings, ...(url !== undefined && { url }) });
}
