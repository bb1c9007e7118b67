import { silentLogger, type Logger } from '@rightsmith/core';
import { DIRECTORY_FILE, EMPTY_DIRECTORY, type DirectoryFile } from '../directory/directory-file.js';
import type { AuthorityRecord } from '../record/authority-record.js';
import { homeRecord, type HomeRecord } from '../record/home-record.js';
import type { AuthorityStore, NewKey, StoredDocument } from '../store/authority-store.js';
import { AUTHORITY_FILE, type AuthorityFile } from './authority-file.js';
import { createHome } from './create-home.js';
import { DocumentFile } from './document-file.js';
import { hasAuthority } from './has-authority.js';
import { HomeRevocations } from './home-revocations.js';
import { chosenHome, type HomePaths } from './home-paths.js';
import { KeyFiles } from './key-files.js';
import { TemplateFiles } from './template-files.js';

/** How the store in a folder is opened. */
export interface HomeStoreOptions {
  /** Folder; absent: `RIGHTSMITH_HOME`, else the platform's data folder. */
  readonly home?: string | undefined;
  /** Is told of unsafe permissions. */
  readonly logger?: Logger;
}

/** The store in a folder; the folder is made with the first tenant. */
export function homeStore({ home, logger = silentLogger }: HomeStoreOptions = {}): AuthorityStore {
  return new HomeStore(chosenHome(home), logger);
}

class HomeStore implements AuthorityStore {
  readonly location: string;
  readonly tenant: StoredDocument<AuthorityFile>;
  readonly keys: KeyFiles;
  readonly directory: StoredDocument<DirectoryFile>;
  readonly templates: TemplateFiles;
  readonly record: AuthorityRecord;
  readonly revocations: HomeRevocations;
  readonly #paths: HomePaths;
  readonly #recordFile: HomeRecord;

  constructor(paths: HomePaths, logger: Logger) {
    this.location = paths.folder;
    this.tenant = new DocumentFile(paths.authority, AUTHORITY_FILE);
    this.keys = new KeyFiles(paths, logger);
    this.directory = new DocumentFile(paths.directory, DIRECTORY_FILE, EMPTY_DIRECTORY);
    this.templates = new TemplateFiles(paths.templates);
    const record = homeRecord(paths.record);
    this.#recordFile = record;
    const revocations = new HomeRevocations(paths.revocations, record);
    this.revocations = revocations;
    this.record = {
      ...record,
      appendUnlessRevoked: async (entry) => {
        if ((await revocations.find(entry.contentId)) !== undefined) return false;
        await record.append(entry);
        return true;
      },
    };
    this.#paths = paths;
  }

  hasTenant(): Promise<boolean> {
    return Promise.resolve(hasAuthority(this.#paths.folder));
  }

  createTenant(tenant: Omit<AuthorityFile, 'keys'>, keys: readonly NewKey[]): Promise<boolean> {
    return createHome(this.#paths, this.keys, { tenant, keys });
  }

  close(): Promise<void> {
    this.#recordFile.close();
    return Promise.resolve();
  }
}
