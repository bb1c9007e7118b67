import { readFile } from 'node:fs/promises';
import { CannotRead, UsageError } from '@rightsmith/core';
import { profileSchema, type Profile } from './profile.js';
import { schemaProblems } from './schema-problems.js';

/** What a configuration file says. */
export interface Config {
  readonly profiles: Readonly<Record<string, Profile>>;
  /** The profile used where none is named. */
  readonly defaultProfile?: string | undefined;
}

/**
 * Reads a configuration file; undefined when there is none and `needed` is false. Homes in it are absolute paths afterwards.
 *
 * @throws CannotRead when it cannot be read; UsageError when it does not say what a configuration says
 */
export async function readConfig(path: string, needed: boolean): Promise<Config | undefined> {
  const text = await readText(path, needed);
  return text === undefined ? undefined : parseConfig(text, path);
}

async function readText(path: string, needed: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (!needed && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CannotRead('The configuration cannot be read.', { where: { file: path }, cause });
  }
}

async function parseConfig(text: string, path: string): Promise<Config> {
  // Most runs have no configuration, and loading zod takes as long as starting Node.
  const { z } = await import('zod');
  const profiles = z.record(z.string(), profileSchema(z, path));
  const config = z.strictObject({ profiles, defaultProfile: z.string().optional() });
  try {
    return config.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? schemaProblems(cause) : 'it is not JSON';
    throw new UsageError(`The configuration is not as it should be: ${problem}.`, {
      where: { file: path },
      hint: 'docs/reference/cli.md shows what it may say.',
      cause,
    });
  }
}
