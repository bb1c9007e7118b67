import { existsSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { CannotRead, OutputExists, type Clock, type RandomSource } from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import { generateTenantKey } from '../keys/tenant-key.js';
import { encodeKeyFile } from '../keys/key-file.js';
import { EMPTY_DIRECTORY } from '../directory/directory-file.js';
import type { AuthorityFile } from './authority-file.js';
import { keyPath, type HomePaths } from './home-paths.js';
import { jsonText } from './json-file.js';
import { makePrivateFolder, writePrivateFile } from './private-file.js';

/** What a new home is made from. */
export interface NewHome {
  readonly passphrase?: string | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * Makes the home unless another process is quicker. `authority.json` is put in place last, exclusively and whole: the
 * process that achieves it has made the one tenant, and the others throw their keys away.
 *
 * @throws CannotWrite; CannotRead when the home was in use and has lost its `authority.json`
 */
export async function createHome(paths: HomePaths, { passphrase, clock, random }: NewHome): Promise<void> {
  refuseUsedHome(paths);
  for (const folder of [paths.folder, paths.keys, paths.templates]) await makePrivateFolder(folder);
  await writeUnlessThere(paths.directory, jsonText(EMPTY_DIRECTORY));

  const keyId = randomGuid(random);
  const key = await encodeKeyFile(await generateTenantKey(), passphrase, random);
  await writePrivateFile(keyPath(paths, keyId), key, { overwrite: false });

  const created = new Date(clock.now()).toISOString();
  const authority: AuthorityFile = {
    schema: 1,
    tenantId: randomGuid(random),
    name: 'Rightsmith',
    created,
    keys: [{ id: keyId, created }],
  };
  let won = false;
  try {
    won = await writeUnlessThere(paths.authority, jsonText(authority));
  } finally {
    if (!won) await unlink(keyPath(paths, keyId));
  }
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
