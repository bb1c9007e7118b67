import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CannotRead, UsageError } from '@rightsmith/core';
import type { IssuerOptions, ServerLimits } from '@rightsmith/server';
import type { PostgresStoreOptions } from '@rightsmith/store-postgres';
import { z } from 'zod';
import { schemaProblems } from '../../config/schema-problems.js';

const texts = z.array(z.string()).exactOptional();
const count = z.int().min(1).exactOptional();
const claims = z.strictObject({
  address: texts,
  aliases: z.string().exactOptional(),
  groups: z.string().exactOptional(),
  roles: z.string().exactOptional(),
});

/** What a file of server settings says; docs/reference/server.md explains each. Paths in it are relative to the file. */
export interface ServerSettings {
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly trustedProxies?: readonly string[];
  readonly issuer?: IssuerOptions;
  readonly administrators?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  readonly database?: PostgresStoreOptions;
}

const SETTINGS: z.ZodType<ServerSettings> = z.strictObject({
  url: z.url().exactOptional(),
  host: z.string().exactOptional(),
  port: z.int().min(0).max(65_535).exactOptional(),
  tls: z.strictObject({ certificate: z.string(), key: z.string() }).exactOptional(),
  trustedProxies: texts,
  issuer: z
    .strictObject({ url: z.url(), audience: z.string().min(1), algorithms: texts, claims: claims.exactOptional() })
    .exactOptional(),
  administrators: texts,
  limits: z
    .strictObject({ bodyBytes: count, requestsPerMinute: count, connections: count, requestTimeout: count })
    .exactOptional(),
  database: z
    .strictObject({ url: z.string().exactOptional(), schema: z.string().exactOptional(), connections: count })
    .exactOptional(),
});

/**
 * Reads the settings of a server; there need be no file unless one is named.
 *
 * @throws CannotRead; UsageError when it does not say what settings say
 */
export async function readServerSettings(home: string, named: string | undefined): Promise<ServerSettings> {
  const path = named === undefined ? join(home, 'server.json') : resolve(named);
  if (named === undefined && !existsSync(path)) return {};
  const text = await readSettingsFile(path, 'The server settings');
  return resolvePaths(parse(text, path), dirname(path));
}

/** The text of a file that the settings name. @throws CannotRead */
export async function readSettingsFile(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CannotRead(`${what} cannot be read.`, { where: { file: path }, cause });
  }
}

function parse(text: string, path: string): ServerSettings {
  try {
    return SETTINGS.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? schemaProblems(cause) : 'they are not JSON';
    throw new UsageError(`The server settings are not as they should be: ${problem}.`, {
      where: { file: path },
      hint: 'docs/reference/server.md shows what they may say.',
      cause,
    });
  }
}

function resolvePaths(settings: ServerSettings, folder: string): ServerSettings {
  const { tls } = settings;
  if (tls === undefined) return settings;
  return { ...settings, tls: { certificate: resolve(folder, tls.certificate), key: resolve(folder, tls.key) } };
}
