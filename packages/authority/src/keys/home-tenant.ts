import { InternalError, OutputExists, UsageError, type Clock, type Logger, type RandomSource } from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import { AUTHORITY_FILE, type AuthorityFile, type KeyEntry } from '../home/authority-file.js';
import { whileLocked } from '../home/file-lock.js';
import { FreshValue } from '../home/fresh-value.js';
import { keyPath, type HomePaths } from '../home/home-paths.js';
import { changeJsonFile, readJsonFile } from '../home/json-file.js';
import { licensingUrlFrom } from '../home/licensing-url.js';
import type { AuthorityExport } from './authority-export.js';
import { exportKey } from './exported-keys.js';
import { isTenantKeyLocked, readTenantKey, removeFormerFiles, warnOfReaders, writeTenantKey } from './key-folder.js';
import { createTenant, type Tenant } from './tenant.js';
import type { TenantAdministration, TenantStore } from './tenant-store.js';
import { encodeTenantKey, generateTenantKey, type TenantKey } from './tenant-key.js';

/** What the tenant needs beside its home. */
interface TenantParts {
  readonly passphrase: string | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
}

/** The tenant of the home, read again when another process changes it. Each key is read and unlocked once. */
export class HomeTenant implements TenantStore, TenantAdministration {
  readonly #paths: HomePaths;
  readonly #parts: Omit<TenantParts, 'passphrase'>;
  readonly #keys = new Map<string, TenantKey>();
  readonly #tenant: FreshValue<Tenant>;
  #passphrase: string | undefined;

  constructor(paths: HomePaths, { passphrase, ...parts }: TenantParts) {
    this.#paths = paths;
    this.#parts = parts;
    this.#passphrase = passphrase;
    this.#tenant = new FreshValue(paths.authority, () => this.#read());
  }

  current(): Promise<Tenant> {
    return this.#tenant.get();
  }

  async isLocked(): Promise<boolean> {
    return isTenantKeyLocked(this.#paths, signingEntry(await this.#readFile()));
  }

  async rotateKey(): Promise<void> {
    const { clock, random } = this.#parts;
    const der = await generateTenantKey();
    await this.#change(async (file) => {
      const passphrase = await this.#lockingPassphrase(file);
      const entry = { id: randomGuid(random), created: new Date(clock.now()).toISOString() };
      const added = await writeTenantKey(this.#paths, entry, der, { passphrase, random });
      return { ...file, keys: [...file.keys, added] };
    });
  }

  /** New files first, then the list that names them, then the old ones go: a kill leaves one whole set or the other. */
  async setPassphrase(passphrase: string | undefined): Promise<void> {
    checkPassphrase(passphrase);
    await this.#change(async (file) => {
      await this.#lockingPassphrase(file);
      const keys: KeyEntry[] = [];
      for (const entry of file.keys) {
        const der = encodeTenantKey(await this.#key(entry));
        const next = { ...entry, version: (entry.version ?? 0) + 1 };
        keys.push(await writeTenantKey(this.#paths, next, der, { passphrase, random: this.#parts.random }));
      }
      return { ...file, keys };
    });
    this.#passphrase = passphrase;
    await whileLocked(this.#paths.authority, async () => {
      await removeFormerFiles(this.#paths, (await this.#readFile()).keys);
    });
  }

  async setUrl(text: string): Promise<void> {
    const url = licensingUrlFrom(text);
    await this.#change((file) => ({ ...file, url }));
  }

  async export(passphrase?: string): Promise<AuthorityExport> {
    checkPassphrase(passphrase);
    const { tenantId, name, url, created } = await this.#readFile();
    const { keys } = await this.current();
    return {
      kind: 'rightsmith-authority',
      schema: 1,
      tenantId,
      name,
      ...(url !== undefined && { url }),
      created,
      keys: await Promise.all([...keys.values()].map((key) => exportKey(key, passphrase, this.#parts.random))),
    };
  }

  /** Adds keys that open but do not sign; those that are here already are passed over. @returns ids of the added @throws OutputExists, CannotWrite */
  async addKeys(offered: readonly TenantKey[]): Promise<readonly string[]> {
    const added: KeyEntry[] = [];
    await this.#change(async (file) => {
      const { keys } = await this.current();
      const lock = { passphrase: await this.#lockingPassphrase(file), random: this.#parts.random };
      for (const key of offered.filter(({ publicKey }) => !keys.has(publicKey.fingerprint))) {
        refuseTakenId(key, [...file.keys, ...added]);
        const entry = { id: key.id, created: key.created.toISOString() };
        added.push(await writeTenantKey(this.#paths, entry, encodeTenantKey(key), lock));
      }
      // The last one signs, so they come first.
      return { ...file, keys: [...added, ...file.keys] };
    });
    return added.map(({ id }) => id);
  }

  #readFile(): Promise<AuthorityFile> {
    return readJsonFile(this.#paths.authority, AUTHORITY_FILE);
  }

  #change(change: (file: AuthorityFile) => AuthorityFile | Promise<AuthorityFile>): Promise<void> {
    return changeJsonFile(this.#paths.authority, AUTHORITY_FILE, change);
  }

  async #read(): Promise<Tenant> {
    const file = await this.#readFile();
    const isFirstTime = this.#keys.size === 0;
    const keys = await Promise.all(file.keys.map((entry) => this.#key(entry)));
    if (isFirstTime) await this.#warnOfUselessPassphrase(signingEntry(file));
    return createTenant(file, keys);
  }

  async #key(entry: KeyEntry): Promise<TenantKey> {
    const known = this.#keys.get(entry.id);
    if (known !== undefined) return known;
    const key = await readTenantKey(this.#paths, entry, this.#passphrase);
    this.#keys.set(entry.id, key);
    warnOfReaders(this.#paths, entry, this.#parts.logger);
    return key;
  }

  async #warnOfUselessPassphrase(entry: KeyEntry): Promise<void> {
    if (this.#passphrase === undefined || (await isTenantKeyLocked(this.#paths, entry))) return;
    this.#parts.logger.warn('A passphrase was given, but the tenant key is stored without one.', {
      file: keyPath(this.#paths, entry),
    });
  }

  /** What new keys are locked with: as the one that signs, whose file shows whether the passphrase is still the right one. */
  async #lockingPassphrase(file: AuthorityFile): Promise<string | undefined> {
    const entry = signingEntry(file);
    if (!(await isTenantKeyLocked(this.#paths, entry))) return undefined;
    await readTenantKey(this.#paths, entry, this.#passphrase);
    return this.#passphrase;
  }
}

/** @throws UsageError when it is empty: it would lock nothing */
export function checkPassphrase(passphrase: string | undefined): void {
  if (passphrase === '') throw new UsageError('The passphrase is empty.', { hint: 'Give one, or none at all.' });
}

function signingEntry({ keys }: AuthorityFile): KeyEntry {
  const last = keys.at(-1);
  if (last === undefined) throw new InternalError('A tenant needs a key.');
  return last;
}

function refuseTakenId({ id }: TenantKey, taken: readonly KeyEntry[]): void {
  if (taken.every((entry) => entry.id !== id)) return;
  throw new OutputExists(`The home has another key with the id ${id}.`, {
    hint: 'A key is never overwritten: import into another home.',
  });
}
