import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotRead, UsageError } from '@rightsmith/core';
import type { ProtectionRules } from '@rightsmith/bulk';
import type { FormatRequest } from '@rightsmith/plugins';
import type { z as Zod } from 'zod';
import { formatSchema } from './format-schema.js';
import { profileSchema, type Profile } from './profile.js';
import { schemaProblems } from './schema-problems.js';

/** What a configuration file says. */
export interface Config {
  readonly profiles: Readonly<Record<string, Profile>>;
  /** The profile used where none is named. */
  readonly defaultProfile?: string | undefined;
  /** Formats beside the built-in ones. */
  readonly formats: readonly FormatRequest[];
  /** Ids of formats: of two that are equally certain the one named first wins. */
  readonly prefer: readonly string[];
  /** How files are protected, by extension. */
  readonly protection: ProtectionRules;
}

/** The names of the configuration in the home; only one of them may be there. */
const FILE_NAMES = ['config.json', 'config.mjs', 'config.js'];

/** The configuration in a folder. @throws UsageError for two */
export function configIn(folder: string): string {
  const there = FILE_NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const [first, second] = there;
  if (second === undefined) return first ?? join(folder, FILE_NAMES[0] ?? '');
  throw new UsageError('There are two configurations.', {
    where: { file: second },
    hint: `Keep one of ${there.join(', ')}.`,
  });
}

/**
 * Reads a configuration file; undefined when there is none and `needed` is false. Homes in it are absolute paths afterwards.
 *
 * @throws CannotRead when it cannot be read; UsageError when it does not say what a configuration says
 */
export async function readConfig(path: string, needed: boolean): Promise<Config | undefined> {
  const value = /\.m?js$/.test(path) ? await importConfig(path, needed) : await readJson(path, needed);
  return value === undefined ? undefined : checkConfig(value, path);
}

/** A configuration that is a module may hold formats themselves, as functions; its default export, or `config`, is what counts. */
async function importConfig(path: string, needed: boolean): Promise<unknown> {
  if (!needed && !existsSync(path)) return undefined;
  try {
    const module = (await import(pathToFileURL(path).href)) as {
      readonly default?: unknown;
      readonly config?: unknown;
    };
    return module.default ?? module.config ?? {};
  } catch (cause) {
    throw new UsageError('The configuration cannot be loaded.', {
      where: { file: path },
      hint: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '',
      cause,
    });
  }
}

async function readJson(path: string, needed: boolean): Promise<unknown> {
  const text = await readText(path, needed);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (cause) {
    throw unfit('it is not JSON', path, cause);
  }
}

async function readText(path: string, needed: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (!needed && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CannotRead('The configuration cannot be read.', { where: { file: path }, cause });
  }
}

async function checkConfig(value: unknown, path: string): Promise<Config> {
  // Most runs have no configuration, and loading zod takes as long as starting Node.
  const { z } = await import('zod');
  const config = z.strictObject({
    profiles: z.record(z.string(), profileSchema(z, path)).default({}),
    defaultProfile: z.string().optional(),
    formats: z.array(formatSchema(z)).default([]),
    prefer: z.array(z.string()).default([]),
    protection: protectionSchema(z),
  });
  const result = config.safeParse(value);
  if (result.success) return result.data;
  throw unfit(schemaProblems(result.error), path, result.error);
}

/** Extensions as people write them, with or without a dot: `.` alone means files without one. */
function protectionSchema(z: typeof Zod): Zod.ZodType<ProtectionRules> {
  const folded = (rules: ProtectionRules): ProtectionRules =>
    Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name.toLowerCase().replace(/^\.(?=.)/, ''), rule]));
  return z
    .record(z.string(), z.enum(['Native', 'Pfile', 'Off']))
    .default({})
    .transform(folded);
}

function unfit(problem: string, path: string, cause: unknown): UsageError {
  return new UsageError(`The configuration is not as it should be: ${problem}.`, {
    where: { file: path },
    hint: 'docs/reference/cli.md shows what it may say.',
    cause,
  });
}
