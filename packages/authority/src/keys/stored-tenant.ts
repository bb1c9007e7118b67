import {
  CannotWrite,
  InternalError,
  OutputExists,
  UsageError,
  type Clock,
  type Logger,
  type RandomSource,
} from '@rightsmith/core';
import { randomGuid } from '../guid.js';
import type { AuthorityFile, KeyEntry } from '../home/authority-file.js';
import { licensingUrlFrom } from '../home/licensing-url.js';
import type { AuthorityStore } from '../store/authority-store.js';
import { Derived } from '../store/derived.js';
import type { AuthorityExport } from './authority-export.js';
import { exportKey } from './exported-keys.js';
import { decodeKeyFile, encodeKeyFile, isLocked } from './key-file.js';
import { createTenant, type Tenant } from './tenant.js';
import type { TenantAdministration, TenantStore } from './tenant-store.js';
import { encodeTenantKey, generateTenantKey, parseTenantKey, type TenantKey } from './tenant-key.js';

/** What the tenant needs beside its store. */
interface TenantParts {
  readonly passphrase: string | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  /** Licensing URL for new licences instead of the stored one. */
  readonly url?: string | undefined;
}

/** The tenant of a store, read again when another process changes it. Each key is read and unlocked once. */
export class StoredTenant implements TenantStore, TenantAdministration {
  readonly #store: AuthorityStore;
  readonly #parts: Omit<TenantParts, 'passphrase'>;
  readonly #keys = new Map<string, TenantKey>();
  readonly #tenant: Derived<AuthorityFile, Tenant>;
  #passphrase: string | undefined;

  constructor(store: AuthorityStore, { passphrase, ...parts }: TenantParts) {
    this.#store = store;
    this.#parts = parts;
    this.#passphrase = passphrase;
    this.#tenant = new Derived(
      () => store.tenant.read(),
      (file) => this.#unlock(file),
    );
  }

  current(): Promise<Tenant> {
    return this.#tenant.get();
  }

  async isLocked(): Promise<boolean> {
    return this.#isLocked(signingEntry(await this.#store.tenant.read()));
  }

  async rotateKey(): Promise<void> {
    const { clock, random } = this.#parts;
    const der = await generateTenantKey();
    await this.#store.tenant.change(async (file) => {
      const passphrase = await this.#lockingPassphrase(file);
      const entry = { id: randomGuid(random), created: new Date(clock.now()).toISOString() };
      const added = await this.#store.keys.write(entry, await encodeKeyFile(der, passphrase, random));
      return { ...file, keys: [...file.keys, added] };
    });
    await this.#removeFormerKeys();
  }

  /** New keys first, then the list that names them, then the old ones go: a kill leaves one whole set or the other. */
  async setPassphrase(passphrase: string | undefined): Promise<void> {
    checkPassphrase(passphrase);
    await this.#store.tenant.change(async (file) => {
      await this.#lockingPassphrase(file);
      const keys: KeyEntry[] = [];
      for (const entry of file.keys) {
        const der = encodeTenantKey(await this.#key(entry));
        const next = { ...entry, version: (entry.version ?? 0) + 1 };
        keys.push(await this.#store.keys.write(next, await encodeKeyFile(der, passphrase, this.#parts.random)));
      }
      return { ...file, keys };
    });
    this.#passphrase = passphrase;
    await this.#removeFormerKeys();
  }

  async setUrl(text: string): Promise<void> {
    const url = licensingUrlFrom(text);
    await this.#store.tenant.change((file) => ({ ...file, url }));
  }

  async export(passphrase?: string): Promise<AuthorityExport> {
    checkPassphrase(passphrase);
    const { tenantId, name, url, created } = await this.#store.tenant.read();
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
    await this.#store.tenant.change(async (file) => {
      const { keys } = await this.current();
      const passphrase = await this.#lockingPassphrase(file);
      for (const key of offered.filter(({ publicKey }) => !keys.has(publicKey.fingerprint))) {
        refuseTakenId(key, [...file.keys, ...added]);
        const entry = { id: key.id, created: key.created.toISOString() };
        const content = await encodeKeyFile(encodeTenantKey(key), passphrase, this.#parts.random);
        added.push(await this.#store.keys.write(entry, content));
      }
      // The last one signs, so they come first.
      return { ...file, keys: [...added, ...file.keys] };
    });
    await this.#removeFormerKeys();
    return added.map(({ id }) => id);
  }

  /**
   * Removes what a killed change of the passphrase has left: the same keys, perhaps without a lock. Those that are listed must
   * have opened before. What cannot be removed is warned of.
   */
  async removeLeftOverKeys(): Promise<void> {
    const { tenant, keys } = this.#store;
    if (!(await keys.hasFormer((await tenant.read()).keys))) return;
    try {
      await this.#removeFormerKeys();
    } catch (cause) {
      if (!(cause instanceof CannotWrite)) throw cause;
      this.#parts.logger.warn(
        'A former copy of a tenant key, perhaps not locked, cannot be removed; remove it yourself.',
        {
          file: cause.where?.file ?? this.#store.location,
        },
      );
    }
  }

  #removeFormerKeys(): Promise<void> {
    // Inside a change that changes nothing, so that nobody adds keys meanwhile.
    return this.#store.tenant.change(async (file) => {
      await this.#store.keys.removeFormer(file.keys);
      return file;
    });
  }

  async #unlock(file: AuthorityFile): Promise<Tenant> {
    const isFirstTime = this.#keys.size === 0;
    const keys = await Promise.all(file.keys.map((entry) => this.#key(entry)));
    if (isFirstTime) await this.#warnOfUselessPassphrase(signingEntry(file));
    return createTenant(file, keys, this.#parts.url);
  }

  async #key(entry: KeyEntry): Promise<TenantKey> {
    const known = this.#keys.get(entry.id);
    if (known !== undefined) return known;
    const key = await this.#readKey(entry);
    this.#keys.set(entry.id, key);
    return key;
  }

  async #readKey(entry: KeyEntry): Promise<TenantKey> {
    const { keys } = this.#store;
    const where = keys.where(entry);
    return parseTenantKey(entry, await decodeKeyFile(await keys.read(entry), where, this.#passphrase), where);
  }

  async #isLocked(entry: KeyEntry): Promise<boolean> {
    return isLocked(await this.#store.keys.read(entry));
  }

  async #warnOfUselessPassphrase(entry: KeyEntry): Promise<void> {
    if (this.#passphrase === undefined || (await this.#isLocked(entry))) return;
    this.#parts.logger.warn('A passphrase was given, but the tenant key is stored without one.', {
      file: this.#store.keys.where(entry).file ?? '',
    });
  }

  /** What new keys are locked with: as the one that signs, which shows whether the passphrase is still the right one. */
  async #lockingPassphrase(file: AuthorityFile): Promise<string | undefined> {
    const entry = signingEntry(file);
    if (!(await this.#isLocked(entry))) return undefined;
    await this.#readKey(entry);
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
