import { z } from 'zod';
import type { JsonFileKind } from '../home/json-file.js';

/** A person as `directory.json` lists one. */
export interface PersonEntry {
  /** Primary address. */
  readonly address: string;
  readonly name?: string;
  /** Other addresses of the same person. */
  readonly aliases: readonly string[];
  /** Addresses of groups the person belongs to, beside those that name the person as a member. */
  readonly groups: readonly string[];
  /** A program's account, no person's. */
  readonly service?: boolean;
}

/** A group: its members are people or groups. */
export interface GroupEntry {
  readonly address: string;
  readonly members: readonly string[];
}

/** The content of `directory.json`. Addresses are compared without case. */
export interface DirectoryFile {
  readonly schema: 1;
  readonly people: readonly PersonEntry[];
  readonly groups: readonly GroupEntry[];
  /** Addresses of those who may ask to act as super user. */
  readonly superUsers: readonly string[];
}

/** What a new home starts with. */
export const EMPTY_DIRECTORY: DirectoryFile = { schema: 1, people: [], groups: [], superUsers: [] };

const address = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'not an address');
const addresses = z.array(address).default([]);

const schema: z.ZodType<DirectoryFile> = z.looseObject({
  schema: z.literal(1),
  people: z
    .array(
      z.looseObject({
        address,
        name: z.string().exactOptional(),
        aliases: addresses,
        groups: addresses,
        service: z.boolean().exactOptional(),
      }),
    )
    .default([]),
  groups: z.array(z.looseObject({ address, members: addresses })).default([]),
  superUsers: addresses,
});

/** How `directory.json` must look; lists may be left out, and members of a reader's own stay. */
export const DIRECTORY_FILE: JsonFileKind<DirectoryFile> = { structure: 'directory', schema };
