import type { Tenant } from './tenant.js';
import type { AuthorityExport } from './authority-export.js';

/** Where an authority keeps who it is. */
export interface TenantStore {
  /** The tenant as it is now: somebody else may have changed it. @throws CannotRead, CorruptFile, SignInNeeded */
  current(): Promise<Tenant>;
}

/** What an administrator does with the tenant. Every change counts for the next call of everybody, other processes too. */
export interface TenantAdministration {
  /** Makes a key that signs from now on; the keys before go on opening what was sealed to them. @throws CannotWrite */
  rotateKey(): Promise<void>;
  /**
   * Locks every key with another passphrase, or with none. Who has the home open goes on; to open it again the new one is
   * needed.
   *
   * @throws UsageError for an empty one; SignInNeeded when another process has changed the passphrase meanwhile; CannotWrite
   */
  setPassphrase(passphrase: string | undefined): Promise<void>;
  /**
   * Sets the URL for new licences: `https://rms.example.com`, to which `/_wmcs/licensing` is added, or the whole.
   *
   * @throws UsageError for what cannot be one; CannotWrite
   */
  setUrl(url: string): Promise<void>;
  /** What others may know; with a passphrase also the private keys, locked with it. @throws UsageError for an empty one */
  export(passphrase?: string): Promise<AuthorityExport>;
}
