import { existsSync } from 'node:fs';
import { CannotRead, OutputExists } from '@rightsmith/core';
import { EMPTY_DIRECTORY } from '../directory/directory-file.js';
import type { NewKey } from '../store/authority-store.js';
import type { AuthorityFile, KeyEntry } from './authority-file.js';
import { keyPath, type HomePaths } from './home-paths.js';
import { jsonText } from './json-file.js';
import { removeKeyFile, type KeyFiles } from './key-files.js';
import { makePrivateFolder, writePrivateFile } from './private-file.js';

/** What a home begins with. */
interface NewHome {
  readonly tenant: Omit<AuthorityFile, 'keys'>;
  /** The last one signs. */
  readonly keys: readonly NewKey[];
}

/**
 * Makes the home for a tenant unless another process is quicker. `authority.json` is put in place last, exclusively and
 * whole: the process that achieves it has made the one tenant, and the others throw their keys away.
 *
 * @returns whether it was this call
 * @throws CannotWrite; CannotRead when the home was in use and has lost its `authority.json`
 */
export async function createHome(paths: HomePaths, files: KeyFiles, { tenant, keys }: NewHome): Promise<boolean> {
  refuseUsedHome(paths);
  for (const folder of [paths.folder, paths.keys, paths.templates]) await makePrivateFolder(folder);
  await writeUnlessThere(paths.directory, jsonText(EMPTY_DIRECTORY));
  const entries: KeyEntry[] = [];
  for (const { entry, content } of keys) entries.push(await files.write(entry, content));
  const authority: AuthorityFile = { ...tenant, keys: entries };
  const won = await writeUnlessThere(paths.authority, jsonText(authority));
  // After any other failure they stay: the file that names them may be in its place all the same.
  if (!won) for (const entry of entries) await removeKeyFile(keyPath(paths, entry));
  return won;
}

/** A new tenant could open nothing that the old one protected, so it must not take its place unnoticed. */
function refuseUsedHome({ record, authority }: HomePaths): void {
  // In this order: a record is begun only once there is an authority, perhaps just now by another process.
  if (!existsSync(record) || existsSync(authority)) return;
  throw new CannotRead('The home was in use, but its authority.json is missing.', {
    where: { file: authority, structure: 'authority' },
    hint: 'Restore the file from a backup of the home, or name another home.',
  });
}

/** Whether this call wrote the file. */
async function writeUnlessThere(path: string, text: string): Promise<boolean> {
  try {
    await writePrivateFile(path, text, { overwrite: false });
    return true;
  } catch (error) {
    if (error instanceof OutputExists) return false;
    throw error;
  }
}
