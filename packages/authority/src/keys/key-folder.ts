import { statSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotWrite, OutputExists, type Logger, type RandomSource } from '@rightsmith/core';
import type { KeyEntry } from '../home/authority-file.js';
import { keyPath, type HomePaths } from '../home/home-paths.js';
import { readHomeFile, writePrivateFile } from '../home/private-file.js';
import { decodeKeyFile, encodeKeyFile, isLocked } from './key-file.js';
import { parseTenantKey, type TenantKey } from './tenant-key.js';

/** Reads one key of the home. @throws CannotRead; CorruptFile; SignInNeeded when the passphrase is missing or wrong */
export async function readTenantKey(
  paths: HomePaths,
  entry: KeyEntry,
  passphrase: string | undefined,
): Promise<TenantKey> {
  const path = keyPath(paths, entry);
  const der = await decodeKeyFile(await readHomeFile(path, 'tenant key'), path, passphrase);
  return parseTenantKey(entry, der, { file: path, structure: 'tenant key' });
}

/** How a key of the home is written. */
export interface KeyLock {
  /** Absent: as it is. */
  readonly passphrase: string | undefined;
  readonly random: RandomSource;
}

/**
 * Writes one key of the home to a file of its own. A killed process may have left one of the name that nothing names.
 *
 * @returns the entry that names the file
 * @throws CannotWrite
 */
export async function writeTenantKey(
  paths: HomePaths,
  { id, created, version = 0 }: KeyEntry,
  der: Uint8Array,
  { passphrase, random }: KeyLock,
): Promise<KeyEntry> {
  const content = await encodeKeyFile(der, passphrase, random);
  for (let free = version; ; free += 1) {
    const entry: KeyEntry = { id, created, ...(free > 0 && { version: free }) };
    try {
      await writePrivateFile(keyPath(paths, entry), content, { overwrite: false });
      return entry;
    } catch (error) {
      if (!(error instanceof OutputExists)) throw error;
    }
  }
}

/**
 * Removes the files that hold the same keys under a former passphrase, or under none. A key that no entry names stays,
 * because it may be the only one of its kind.
 *
 * @throws CannotWrite
 */
export async function removeFormerFiles(paths: HomePaths, entries: readonly KeyEntry[]): Promise<void> {
  const current = entries.map((entry) => keyPath(paths, entry));
  const former = (await readdir(paths.keys))
    .filter((name) => name.endsWith('.key') && entries.some(({ id }) => name.startsWith(`${id}.`)))
    .map((name) => join(paths.keys, name))
    .filter((path) => !current.includes(path));
  for (const path of former) await removeKeyFile(path);
}

/** @throws CannotWrite */
export async function removeKeyFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (cause) {
    throw new CannotWrite('A key file that is no longer used cannot be removed.', {
      where: { file: path },
      hint: 'Remove it yourself.',
      cause,
    });
  }
}

/** Whether a key of the home is locked with a passphrase. @throws CannotRead */
export async function isTenantKeyLocked(paths: HomePaths, entry: KeyEntry): Promise<boolean> {
  return isLocked(await readHomeFile(keyPath(paths, entry), 'tenant key'));
}

/** Warns where others could read a key too. */
export function warnOfReaders(paths: HomePaths, entry: KeyEntry, logger: Logger): void {
  // Windows guards files by access lists, which these bits do not show.
  if (process.platform === 'win32') return;
  const file = keyPath(paths, entry);
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  logger.warn('Other users can read the tenant key; take their access away (chmod 600).', {
    file,
    mode: mode.toString(8),
  });
}
