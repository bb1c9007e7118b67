import { foldAddress, type Identity } from '@rightsmith/core';
import { FreshValue } from '../home/fresh-value.js';
import { readJsonFile } from '../home/json-file.js';
import { DIRECTORY_FILE, EMPTY_DIRECTORY, type DirectoryFile } from './directory-file.js';

/** Groups of an address from a source outside the home, such as a company directory. */
export type ResolveGroups = (address: string) => Promise<readonly string[]>;

/** Who is who: aliases, nested groups and super users of `directory.json`, read again when the file changes. */
export class Directory {
  readonly #index: FreshValue<DirectoryIndex>;
  readonly #resolveGroups: ResolveGroups | undefined;

  constructor(path: string, resolveGroups?: ResolveGroups) {
    this.#index = new FreshValue(path, async (exists) =>
      indexDirectory(exists ? await readJsonFile(path, 'directory', DIRECTORY_FILE) : EMPTY_DIRECTORY),
    );
    this.#resolveGroups = resolveGroups;
  }

  /**
   * An address with all other addresses of the same person and all groups it belongs to, through nested groups too.
   * An address the directory does not know has none. The identity is asserted: nothing here proves it.
   *
   * @throws CorruptFile, CannotRead for a damaged directory
   */
  async expandIdentity(address: string): Promise<Identity> {
    const index = await this.#index.get();
    const own = index.addressesOf.get(foldAddress(address)) ?? [foldAddress(address)];
    const direct = own.flatMap((name) => index.groupsOf.get(name) ?? []);
    const resolved = (await this.#resolveGroups?.(address)) ?? [];
    return {
      address,
      aliases: own.filter((name) => name !== foldAddress(address)),
      groups: withOuterGroups([...direct, ...resolved.map(foldAddress)], index),
    };
  }

  /** Whether the directory lists the address, or another one of the same person, as a super user. @throws CorruptFile, CannotRead */
  async isSuperUser(address: string): Promise<boolean> {
    const index = await this.#index.get();
    const own = index.addressesOf.get(foldAddress(address)) ?? [foldAddress(address)];
    return own.some((name) => index.superUsers.has(name));
  }
}

/** The directory turned round for look-ups; all addresses folded. */
interface DirectoryIndex {
  /** Every address of a person → all addresses of that person. */
  readonly addressesOf: ReadonlyMap<string, readonly string[]>;
  /** An address → groups that name it as a member, or that its person names. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  readonly superUsers: ReadonlySet<string>;
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
  return { addressesOf, groupsOf, superUsers: new Set(file.superUsers.map(foldAddress)) };
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
