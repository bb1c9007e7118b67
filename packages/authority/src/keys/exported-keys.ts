import { CorruptFile, UsageError, toKeyObject, type RandomSource } from '@rightsmith/core';
import type { AuthorityExport, ExportedKey } from './authority-export.js';
import { lockKey, unlockKey } from './locked-key.js';
import { encodeTenantKey, parseTenantKey, type TenantKey } from './tenant-key.js';

/** A key as an export holds it; with a passphrase its private half too. */
export async function exportKey(
  key: TenantKey,
  passphrase: string | undefined,
  random: RandomSource,
): Promise<ExportedKey> {
  const { id, created, publicKey } = key;
  return {
    id,
    created: created.toISOString(),
    modulusSha256: publicKey.fingerprint,
    publicKey: toKeyObject(publicKey).export({ type: 'spki', format: 'pem' }).toString(),
    ...(passphrase !== undefined && { privateKey: await lockKey(encodeTenantKey(key), passphrase, random) }),
  };
}

/**
 * The keys of an export, in its order.
 *
 * @throws UsageError when it holds no private keys; SignInNeeded for a wrong passphrase; CorruptFile
 */
export async function unlockExportedKeys({ keys }: AuthorityExport, passphrase: string): Promise<TenantKey[]> {
  const unlocked: TenantKey[] = [];
  // One after the other: each takes much memory on purpose.
  for (const key of keys) unlocked.push(await unlockExportedKey(key, passphrase));
  return unlocked;
}

async function unlockExportedKey(exported: ExportedKey, passphrase: string): Promise<TenantKey> {
  const where = { structure: `exported key ${exported.id}` };
  if (exported.privateKey === undefined) {
    throw new UsageError('The export holds no private key.', {
      where,
      hint: 'Export the authority with its private keys.',
    });
  }
  const der = await unlockKey(exported.privateKey, passphrase, where);
  const key = parseTenantKey(exported, der, where);
  if (key.publicKey.fingerprint !== exported.modulusSha256) {
    throw new CorruptFile('The private key in the export is not that of the public one.', { where });
  }
  return key;
}
