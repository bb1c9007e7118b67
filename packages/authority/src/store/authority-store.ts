import type { Where } from '@rightsmith/core';
import type { DirectoryFile } from '../directory/directory-file.js';
import type { AuthorityFile, KeyEntry } from '../home/authority-file.js';
import type { AuthorityRecord } from '../record/authority-record.js';
import type { StoredTemplate } from '../templates/template-store.js';
import type { RevocationStore } from './revocation-store.js';

/**
 * Where an authority keeps everything: a folder, or a database. Several processes may use the same one at the same time.
 * Only errors of the catalogue leave it: CannotRead where it cannot be reached or read, CannotWrite where nothing can be
 * written (and then nothing was), CorruptFile for content that is not as it should be.
 */
export interface AuthorityStore {
  /** Where it is, for people: a folder, or the address of a database; no password is in it. */
  readonly location: string;
  readonly tenant: StoredDocument<AuthorityFile>;
  readonly keys: KeyStorage;
  readonly directory: StoredDocument<DirectoryFile>;
  readonly templates: TemplateStorage;
  readonly record: AuthorityRecord;
  readonly revocations: RevocationStore;
  /** Whether there is a tenant in it. */
  hasTenant(): Promise<boolean>;
  /** Puts the first tenant in unless somebody else is quicker. @returns whether it was this call */
  createTenant(tenant: Omit<AuthorityFile, 'keys'>, keys: readonly NewKey[]): Promise<boolean>;
  /** Idempotent; waits for what is under way. */
  close(): Promise<void>;
}

/** A JSON document of an authority. */
export interface StoredDocument<Value extends object> {
  /** As it is now; the same object until somebody changes it, which may be another process. */
  read(): Promise<Value>;
  /** Reads, changes and writes it while nobody else does; what `change` throws, or the same object back, leaves it as it was. */
  change(change: (value: Value) => Value | Promise<Value>): Promise<void>;
}

/** What a key is kept as: PKCS#8 DER, or the text that locks it with a passphrase. */
export type KeyContent = Uint8Array | string;

/** A key to begin with. */
export interface NewKey {
  readonly entry: KeyEntry;
  readonly content: KeyContent;
}

/** The private keys of an authority, each by the entry that names it. */
export interface KeyStorage {
  read(entry: KeyEntry): Promise<Uint8Array>;
  /**
   * Keeps a key and overwrites none: where the entry's version is taken, by a process that was killed perhaps, the next free
   * one is used.
   *
   * @returns the entry that names it
   */
  write(entry: KeyEntry, content: KeyContent): Promise<KeyEntry>;
  /**
   * Removes other versions of the same keys. A key that no entry names stays, because it may be the only one of its kind.
   */
  removeFormer(entries: readonly KeyEntry[]): Promise<void>;
  /** Whether {@link KeyStorage.removeFormer} would find any. Somebody who is writing new versions may be the reason. */
  hasFormer(entries: readonly KeyEntry[]): Promise<boolean>;
  /** Where a key is, for messages. */
  where(entry: KeyEntry): Where;
}

/** The templates of an authority. */
export interface TemplateStorage {
  /** All, by id; the same object until somebody changes one. */
  read(): Promise<TemplateMap>;
  /**
   * Puts a template in the place of the one with its id, while nobody else changes any.
   *
   * @param change - makes it of all there are; what it throws leaves all as they were
   * @returns the template as it was put
   */
  put(change: (all: TemplateMap) => Promise<TemplateChange>): Promise<StoredTemplate>;
}

/** Templates by their id. */
export type TemplateMap = ReadonlyMap<string, StoredTemplate>;

/** What becomes of a template. */
export interface TemplateChange {
  readonly stored: StoredTemplate;
  /** The version it follows, to be kept beside it. */
  readonly former?: StoredTemplate;
}
