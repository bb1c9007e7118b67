import { ServiceError, UsageError, foldAddress, type Identity } from '@rightsmith/core';
import type { StoredDocument } from '../store/authority-store.js';
import { Derived } from '../store/derived.js';
import { checkAddress } from './check-address.js';
import type { Directory, KnownIdentity, ResolveGroups } from './directory.js';
import type { DirectoryFile } from './directory-file.js';

/** Who is who: aliases, nested groups and super users of the stored directory, read again when it changes. */
export class StoredDirectory implements Directory {
  readonly #document: StoredDocument<DirectoryFile>;
  readonly #index: Derived<DirectoryFile, DirectoryIndex>;
  readonly #resolveGroups: ResolveGroups | undefined;

  constructor(document: StoredDocument<DirectoryFile>, resolveGroups?: ResolveGroups) {
    this.#document = document;
    this.#index = new Derived(() => document.read(), indexDirectory);
    this.#resolveGroups = resolveGroups;
  }

  async expandIdentity(address: string, { aliases = [], groups = [] }: KnownIdentity = {}): Promise<Identity> {
    const index = await this.#index.get();
    const own = [...new Set([address, ...aliases].flatMap((name) => addressesOf(name, index)))];
    const direct = own.flatMap((name) => index.groupsOf.get(name) ?? []);
    const resolved = await this.#groupsFromOutside(address);
    return {
      address,
      aliases: own.filter((name) => name !== foldAddress(address)),
      groups: withOuterGroups([...direct, ...[...groups, ...resolved].map(foldAddress)], index),
    };
  }

  async isSuperUser(address: string): Promise<boolean> {
    const index = await this.#index.get();
    const own = addressesOf(address, index);
    return own.some((name) => index.superUsers.has(name));
  }

  async isServiceAccount(address: string): Promise<boolean> {
    const index = await this.#index.get();
    return addressesOf(address, index).some((name) => index.services.has(name));
  }

  async superUsers(): Promise<readonly string[]> {
    return [...(await this.#index.get()).superUsers.values()];
  }

  addSuperUser(address: string): Promise<void> {
    return this.#changeSuperUsers((listed) => {
      checkAddress(address, 'The super user');
      return listed.some((name) => isSameAddress(name, address)) ? listed : [...listed, address];
    });
  }

  removeSuperUser(address: string): Promise<void> {
    return this.#changeSuperUsers((listed) => {
      const others = listed.filter((name) => !isSameAddress(name, address));
      if (others.length < listed.length) return others;
      throw new UsageError(`${address} is not listed as a super user.`, { hint: 'Give the address as it is listed.' });
    });
  }

  #changeSuperUsers(change: (listed: readonly string[]) => readonly string[]): Promise<void> {
    return this.#document.change((file) => ({ ...file, superUsers: change(file.superUsers) }));
  }

  async #groupsFromOutside(address: string): Promise<readonly string[]> {
    try {
      return (await this.#resolveGroups?.(address)) ?? [];
    } catch (cause) {
      throw new ServiceError('The groups of the identity cannot be looked up.', { cause });
    }
  }
}

/** The directory turned round for look-ups; all addresses folded. */
interface DirectoryIndex {
  /** Every address of a person → all addresses of that person. */
  readonly addressesOf: ReadonlyMap<string, readonly string[]>;
  /** An address → groups that name it as a member, or that its person names. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  /** Folded → as listed. */
  readonly superUsers: ReadonlyMap<string, string>;
  /** Primary addresses of service accounts. */
  readonly services: ReadonlySet<string>;
}

function isSameAddress(one: string, other: string): boolean {
  return foldAddress(one) === foldAddress(other);
}

/** All addresses of the person with this one, folded. */
function addressesOf(address: string, index: DirectoryIndex): readonly string[] {
  const folded = foldAddress(address);
  return index.addressesOf.get(folded) ?? [folded];
}

function indexDirectory(file: DirectoryFile): DirectoryIndex {
  const addressesOf = new Map<string, readonly string[]>();
  const groupsOf = new Map<string, string[]>();
  const join = (member: string, group: string): void => {
    const groups = groupsOf.get(foldAddress(member));
    if (groups === undefined) groupsOf.set(foldAddress(member), [foldAddress(group)]);
    else groups.push(foldAddress(group));
  };
  for (const { address, aliases, groups } of file.people) {
    const own = [address, ...aliases].map(foldAddress);
    for (const name of own) addressesOf.set(name, own);
    for (const group of groups) join(address, group);
  }
  for (const { address, members } of file.groups) {
    for (const member of members) join(member, address);
  }
  const services = new Set(
    file.people.filter(({ service }) => service === true).map(({ address }) => foldAddress(address)),
  );
  return {
    addressesOf,
    groupsOf,
    services,
    superUsers: new Map(file.superUsers.map((name) => [foldAddress(name), name])),
  };
}

/** The groups and every group around them; each once, so groups that contain one another do no harm. */
function withOuterGroups(groups: readonly string[], { groupsOf }: DirectoryIndex): string[] {
  const found = new Set(groups);
  // A Set hands out members added while it is walked.
  for (const group of found) {
    for (const outer of groupsOf.get(group) ?? []) found.add(outer);
  }
  return [...found];
}
