import { pathToFileURL } from 'node:url';
import { RightsmithError, UsageError, type FormatHandler, type JsonObject, type Logger } from '@rightsmith/core';
import { isolatedFormat } from '../isolated/isolated-format.js';
import type { IsolationLimits } from '../isolated/isolation-limits.js';
import { checkHandler } from './check-handler.js';
import { chooseFactory, type FormatFactory } from './choose-factory.js';
import { cannotLoad, pluginName } from './describe-plugin.js';
import { locatePlugin, type LookupFolders, type PluginLocation } from './locate-plugin.js';

/** `trusted`: in this process, with all it can do. `process`: in a process of its own, without files, network and keys. */
export type Isolation = 'trusted' | 'process';

/** A format that is to be loaded. */
export interface FormatRequest {
  /** A path, a package name or a short name, see {@link locatePlugin}; or the factory itself. */
  readonly use: string | FormatFactory;
  /** Name of the factory among the module's exports, where it is not `format`, the default or the only function. */
  readonly export?: string | undefined;
  /** Handed to the factory. */
  readonly options?: JsonObject | undefined;
  /** Default `trusted`. A factory given as a function can only be trusted. */
  readonly isolation?: Isolation | undefined;
  /** What the plugin may use in a process of its own. */
  readonly limits?: Partial<IsolationLimits> | undefined;
  /** Ids of formats that this one takes the place of. */
  readonly replaces?: readonly string[] | undefined;
}

/** Where a format came from. */
export interface FormatOrigin {
  readonly kind: 'built-in' | 'package' | 'path' | 'inline';
  /** Name and version of the package. */
  readonly name?: string;
  readonly version?: string;
  /** The file that was loaded. */
  readonly path?: string;
  readonly isolation: Isolation;
  /** Who asked for it: `--format`, a configuration file. */
  readonly askedBy?: string;
}

/** A format and where it came from. */
export interface LoadedFormat {
  readonly handler: FormatHandler;
  readonly origin: FormatOrigin;
  readonly replaces: readonly string[];
}

/** Where to look, and where a plugin's messages go. */
export interface LoadOptions {
  readonly folders: LookupFolders;
  readonly askedBy: string;
  readonly logger?: Logger;
}

/** Loads one format. @throws UsageError when it is not there, cannot be loaded, or does not keep to the interface; LimitReached when it takes too much to start */
export async function loadFormat(
  request: FormatRequest,
  { folders, askedBy, logger }: LoadOptions,
): Promise<LoadedFormat> {
  const { use, isolation = 'trusted', replaces = [], options } = request;
  if (typeof use === 'function') {
    if (isolation === 'process') {
      throw new UsageError('A format given as a function cannot run in a process of its own.', {
        hint: 'Put it into a file and name its path.',
      });
    }
    const handler = makeHandler(use, options, `in ${askedBy}`);
    return { handler, origin: { kind: 'inline', isolation, askedBy }, replaces };
  }
  const location = locatePlugin(use, folders);
  const { kind, entry, name, version } = location;
  const origin: FormatOrigin = {
    kind,
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    path: entry,
    isolation,
    askedBy,
  };
  const load = isolation === 'process' ? isolatedFormat : trustedFormat;
  return { handler: await load(location, { ...request, ...(logger !== undefined && { logger }) }), origin, replaces };
}

async function trustedFormat(
  location: PluginLocation,
  request: { readonly export?: string | undefined; readonly options?: JsonObject | undefined },
): Promise<FormatHandler> {
  const plugin = pluginName(location);
  return makeHandler(chooseFactory(await importPlugin(location), plugin, request.export), request.options, plugin);
}

async function importPlugin(location: PluginLocation): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(location.entry).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw cannotLoad(pluginName(location), location.entry, cause);
  }
}

function makeHandler(factory: FormatFactory, options: JsonObject | undefined, plugin: string): FormatHandler {
  let handler: unknown;
  try {
    handler = factory(options);
  } catch (cause) {
    if (RightsmithError.is(cause)) throw cause;
    throw cannotLoad(plugin, undefined, cause);
  }
  return checkHandler(handler, plugin);
}
