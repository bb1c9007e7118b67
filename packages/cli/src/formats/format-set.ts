import { dirname } from 'node:path';
import { defaultHome } from '@rightsmith/authority/default-home';
import { FormatRegistry } from '@rightsmith/core';
import type { FormatHandler, Logger } from '@rightsmith/core';
import { ooxml } from '@rightsmith/format-ooxml';
import { pdf } from '@rightsmith/format-pdf';
import { pfile } from '@rightsmith/format-pfile';
import type { FormatOrigin, FormatRequest, LoadedFormat } from '@rightsmith/plugins';
import { readConfig } from '../config/config.js';
import { configPath } from '../config/settings.js';
import type { SessionOptions } from '../job/job.js';

/** The formats of a run and where each came from. */
export interface FormatSet {
  readonly registry: FormatRegistry;
  /** By format id. */
  readonly origins: ReadonlyMap<string, FormatOrigin>;
  /** Ids of formats that win where two are equally certain, the first above all. */
  readonly prefer: readonly string[];
}

/** Formats that somebody asked for. */
interface Asked {
  readonly requests: readonly FormatRequest[];
  readonly askedBy: string;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/**
 * The built-in formats, then those of the configuration, then those of the command line.
 *
 * @throws UsageError when one cannot be loaded, or they do not go together; CannotRead
 */
export async function loadFormats(
  session: SessionOptions,
  given: readonly FormatHandler[] = [],
  logger?: Logger,
): Promise<FormatSet> {
  const path = configPath(session, defaultHome);
  const config = await readConfig(path, session.config !== undefined);
  const isolation = session.isolate === true ? 'process' : 'trusted';
  const asked: readonly Asked[] = [
    { requests: config?.formats ?? [], askedBy: path, folder: dirname(path) },
    { requests: given.map((handler) => ({ use: () => handler })), askedBy: 'the program', folder: process.cwd() },
    { requests: (session.format ?? []).map((use) => ({ use, isolation })), askedBy: '--format', folder: process.cwd() },
  ];
  const handlers = [ooxml(), pdf(), pfile()];
  const prefer = [...(session.prefer ?? []), ...(config?.prefer ?? [])];
  if (asked.every(({ requests }) => requests.length === 0)) return formatSet(handlers.map(asBuiltIn), prefer);
  return formatSet(await withPlugins(handlers, asked, dirname(path), logger), prefer);
}

/** Packages are looked for where the configuration is and where this program is installed, never in the current folder. */
async function withPlugins(
  handlers: readonly FormatHandler[],
  asked: readonly Asked[],
  home: string,
  logger: Logger | undefined,
): Promise<readonly LoadedFormat[]> {
  // Few runs have plugins.
  const { combineFormats, loadFormat } = await import('@rightsmith/plugins');
  const loaded: LoadedFormat[] = handlers.map(asBuiltIn);
  for (const { requests, askedBy, folder } of asked) {
    const folders = { paths: folder, packages: [home, import.meta.dirname] };
    for (const request of requests) {
      loaded.push(await loadFormat(request, { folders, askedBy, ...(logger !== undefined && { logger }) }));
    }
  }
  return combineFormats(loaded);
}

function asBuiltIn(handler: FormatHandler): LoadedFormat {
  return { handler, origin: { kind: 'built-in', isolation: 'trusted' }, replaces: [] };
}

function formatSet(formats: readonly LoadedFormat[], prefer: readonly string[]): FormatSet {
  const registry = new FormatRegistry(
    formats.map(({ handler }) => handler),
    { prefer },
  );
  return { registry, prefer, origins: new Map(formats.map(({ handler, origin }) => [handler.info.id, origin])) };
}
