import type { Identity } from '@rightsmith/core';

/** Groups of an address from a source outside the home, such as a company directory. */
export type ResolveGroups = (address: string) => Promise<readonly string[]>;

/** What a proof of identity says besides the address. */
export interface KnownIdentity {
  /** Other addresses of the same person. */
  readonly aliases?: readonly string[];
  /** Addresses of groups the person belongs to. */
  readonly groups?: readonly string[];
}

/** Who is who in an authority. Damage to what it keeps shows as CorruptFile or CannotRead. */
export interface Directory {
  /**
   * An address with all other addresses of the same person and all groups it belongs to, through nested groups too.
   * An address the directory does not know has none beside those that are `known`. The identity is asserted: nothing here
   * proves it.
   */
  expandIdentity(address: string, known?: KnownIdentity): Promise<Identity>;
  /** Whether the address, or another one of the same person, is listed as a super user. */
  isSuperUser(address: string): Promise<boolean>;
  /** Whether the address, or another one of the same account, is listed as a program's. */
  isServiceAccount(address: string): Promise<boolean>;
  /** Addresses of the super users, as listed. */
  superUsers(): Promise<readonly string[]>;
  /** Lists a person as a super user; one who is listed stays so. @throws UsageError for what is no address; CannotWrite */
  addSuperUser(address: string): Promise<void>;
  /** @throws UsageError when the address is not listed; CannotWrite */
  removeSuperUser(address: string): Promise<void>;
}
