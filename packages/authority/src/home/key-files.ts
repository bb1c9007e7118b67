import { statSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRead, CannotWrite, OutputExists, type Logger, type Where } from '@rightsmith/core';
import type { KeyContent, KeyStorage } from '../store/authority-store.js';
import type { KeyEntry } from './authority-file.js';
import { keyPath, type HomePaths } from './home-paths.js';
import { readHomeFile, writePrivateFile } from './private-file.js';

/** The keys of the home, each in a file of its own. */
export class KeyFiles implements KeyStorage {
  readonly #paths: HomePaths;
  readonly #logger: Logger;
  /** Paths that were warned of. */
  readonly #warned = new Set<string>();

  constructor(paths: HomePaths, logger: Logger) {
    this.#paths = paths;
    this.#logger = logger;
  }

  async read(entry: KeyEntry): Promise<Uint8Array> {
    const path = keyPath(this.#paths, entry);
    const content = await readHomeFile(path, 'tenant key');
    this.#warnOfReaders(path);
    return content;
  }

  async write({ id, created, version = 0 }: KeyEntry, content: KeyContent): Promise<KeyEntry> {
    for (let free = version; ; free += 1) {
      const entry: KeyEntry = { id, created, ...(free > 0 && { version: free }) };
      try {
        await writePrivateFile(keyPath(this.#paths, entry), content, { overwrite: false });
        return entry;
      } catch (error) {
        if (!(error instanceof OutputExists)) throw error;
      }
    }
  }

  async removeFormer(entries: readonly KeyEntry[]): Promise<void> {
    for (const path of await this.#former(entries)) await removeKeyFile(path);
  }

  async hasFormer(entries: readonly KeyEntry[]): Promise<boolean> {
    return (await this.#former(entries)).length > 0;
  }

  where(entry: KeyEntry): Where {
    return { file: keyPath(this.#paths, entry), structure: 'tenant key' };
  }

  async #former(entries: readonly KeyEntry[]): Promise<string[]> {
    const current = entries.map((entry) => keyPath(this.#paths, entry));
    return (await this.#names())
      .filter((name) => name.endsWith('.key') && entries.some(({ id }) => name.startsWith(`${id}.`)))
      .map((name) => join(this.#paths.keys, name))
      .filter((path) => !current.includes(path));
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#paths.keys);
    } catch (cause) {
      throw new CannotRead('The tenant keys cannot be listed.', { where: { file: this.#paths.keys }, cause });
    }
  }

  /** Warns once where others could read a key too. */
  #warnOfReaders(file: string): void {
    // Windows guards files by access lists, which these bits do not show.
    if (process.platform === 'win32' || this.#warned.has(file)) return;
    this.#warned.add(file);
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) === 0) return;
    this.#logger.warn('Other users can read the tenant key; take their access away (chmod 600).', {
      file,
      mode: mode.toString(8),
    });
  }
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
