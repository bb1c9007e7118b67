import { createHash } from 'node:crypto';
import { fileSource, foldAddress, parseUser, UsageError } from '@rightsmith/core';
import type { PublishingLicense } from '@rightsmith/core';
import { schemaProblems } from '../../config/schema-problems.js';
import { readText } from '../../job/read-text.js';

/** What becomes of templates and people; docs/reference/cli.md explains the file. Keys are folded. */
export interface Mapping {
  /** From an old id or name, or `*` for all others, to a new id or name; `null`: the policy stays, as the file's own. */
  readonly templates: ReadonlyMap<string, string | null>;
  /** From an address or `@domain` to another; `null`: the person or group loses all rights. */
  readonly users: ReadonlyMap<string, string | null>;
  readonly unmappedUsers: 'keep' | 'refuse';
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** What stands for every template that is not named. */
const ANY_TEMPLATE = '*';

/** @throws UsageError for what is no mapping; CannotRead, LimitReached */
export async function readMapping(path: string): Promise<Mapping> {
  const source = fileSource(path);
  const text = await readText(source, 'mapping').finally(() => source.close());
  const { templates, users, unmappedUsers } = await parseMapping(text, path);
  for (const [from, to] of Object.entries(users)) checkUsers(from, to, path);
  return {
    templates: foldedMap('templates', templates, foldName, path),
    users: foldedMap('users', users, foldAddress, path),
    unmappedUsers,
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** What a template becomes; undefined where the mapping does not tell. */
export function mappedTemplate(mapping: Mapping, { descriptor }: PublishingLicense): string | null | undefined {
  if (descriptor === undefined) return mapping.templates.get(ANY_TEMPLATE);
  const known = [descriptor.id, ...descriptor.names.map(({ name }) => name), ANY_TEMPLATE].map(foldName);
  return known.map((name) => mapping.templates.get(name)).find((to) => to !== undefined);
}

/** What a user of a grant, or an owner, becomes. @throws UsageError for one that is not mapped and has to be */
export function mappedUser(mapping: Mapping, text: string): string | null {
  const user = parseUser(text);
  if (user === undefined || user.kind === 'anyone' || user.kind === 'owner') return text;
  const { users } = mapping;
  if (user.kind === 'domain') return knownOr(users.get(`@${user.domain}`), () => unmapped(mapping, text));
  const at = text.lastIndexOf('@');
  const domain = users.get(foldAddress(text.slice(at)));
  const byDomain = typeof domain === 'string' ? text.slice(0, at) + domain : domain;
  return knownOr(users.get(user.address), () => knownOr(byDomain, () => unmapped(mapping, text)));
}

/** `null` is known too: nobody. */
function knownOr(known: string | null | undefined, other: () => string | null): string | null {
  return known === undefined ? other() : known;
}

function unmapped({ unmappedUsers }: Mapping, text: string): string {
  if (unmappedUsers === 'keep') return text;
  throw new UsageError(`The mapping does not tell what becomes of ${text}.`, {
    hint: 'Add the address or its domain to "users", or leave out "unmappedUsers".',
  });
}

interface MappingFile {
  readonly templates: Readonly<Record<string, string | null>>;
  readonly users: Readonly<Record<string, string | null>>;
  readonly unmappedUsers: 'keep' | 'refuse';
}

async function parseMapping(text: string, path: string): Promise<MappingFile> {
  const { z } = await import('zod');
  const targets = z.record(z.string(), z.string().min(1).nullable()).default({});
  const schema = z.strictObject({
    templates: targets,
    users: targets,
    unmappedUsers: z.enum(['keep', 'refuse']).default('keep'),
  });
  const result = schema.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  throw unfit(schemaProblems(result.error), path, result.error);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unfit('it is not JSON', path, cause);
  }
}

/** A person becomes a person, a domain a domain: a slip here would give a whole domain what one person had. */
function checkUsers(from: string, to: string | null, path: string): void {
  const kinds = [from, ...(to === null ? [] : [to])].map((text) =>
    text.startsWith('@') || text.includes('@') ? parseUser(text)?.kind : undefined,
  );
  const [fromKind, toKind = fromKind] = kinds;
  if (fromKind !== undefined && fromKind === toKind) return;
  throw unfit(`at users.${from}: an address becomes an address, and @domain another @domain`, path);
}

/** @throws UsageError where two keys mean the same: nobody knows then which of them was meant */
function foldedMap(
  member: string,
  targets: Readonly<Record<string, string | null>>,
  fold: (key: string) => string,
  path: string,
): ReadonlyMap<string, string | null> {
  const map = new Map<string, string | null>();
  for (const [key, target] of Object.entries(targets)) {
    if (map.has(fold(key))) throw unfit(`at ${member}.${key}: it is there twice, in another letter case`, path);
    map.set(fold(key), target);
  }
  return map;
}

function foldName(name: string): string {
  return name.trim().toLowerCase();
}

function unfit(problem: string, path: string, cause?: unknown): UsageError {
  return new UsageError(`This is not a mapping: ${problem}.`, { where: { file: path }, cause });
}
