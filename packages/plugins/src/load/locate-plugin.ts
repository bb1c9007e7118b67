import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@rightsmith/core';
import { findPackageFolder, packageEntry, readManifest, type PackageManifest } from './package-folder.js';

/** A plugin's code on disk. */
export interface PluginLocation {
  readonly kind: 'package' | 'path';
  /** Absolute path of the module to load. */
  readonly entry: string;
  /** The package's folder; absent for a file that was named itself. */
  readonly folder?: string;
  /** Name and version of the package, where it tells them. */
  readonly name?: string;
  readonly version?: string;
}

/** Where names and relative paths are looked up. */
export interface LookupFolders {
  /** Folder that relative paths start from. */
  readonly paths: string;
  /** Folders whose installed packages are searched, one after another. */
  readonly packages: readonly string[];
}

/** What a package has in its keywords that may be named as it is. */
export const PLUGIN_KEYWORD = 'rightsmith-format';

/**
 * Finds the code of `use`: a path (`./my-format`, `/opt/toy.js`, a `file:` URL), the name of an installed package
 * (`rightsmith-format-toy`, `@acme/rightsmith-format-cad`), or its short name (`toy`, `@acme/cad`). Only the named thing is looked for.
 *
 * @throws UsageError when it is not there
 */
export function locatePlugin(use: string, folders: LookupFolders): PluginLocation {
  if (/^\.{1,2}([/\\]|$)|^file:/.test(use) || isAbsolute(use)) return locatePath(use, folders.paths);
  for (const name of packageNames(use)) {
    for (const from of folders.packages) {
      const folder = findPackageFolder(name, from);
      const manifest = folder === undefined ? undefined : readManifest(folder);
      if (folder === undefined || manifest === undefined) continue;
      if (name === use && !isPluginName(name) && manifest.keywords?.includes(PLUGIN_KEYWORD) !== true) {
        throw notAPlugin(name, folder);
      }
      return packageLocation('package', realpathSync(folder), manifest);
    }
  }
  throw new UsageError(`There is no format package ${JSON.stringify(use)}.`, {
    hint: `Looked for ${packageNames(use).join(', ')} from ${folders.packages.join(' and ')}. Install it there, or give a path that begins with ./ or /.`,
  });
}

/** The names a package may have that is called `use`, the likeliest first. */
export function packageNames(use: string): readonly string[] {
  const [, scope = '', name = ''] = /^(@[^/]+\/)?(.+)$/.exec(use) ?? [];
  if (isPluginName(use)) return [use];
  const official = scope === '' ? [`@rightsmith/format-${name}`] : [];
  return [`${scope}rightsmith-format-${name}`, ...official, use];
}

const isPluginName = (name: string): boolean => /^(@[^/]+\/)?rightsmith-format-|^@rightsmith\/format-/.test(name);

function locatePath(use: string, from: string): PluginLocation {
  const path = use.startsWith('file:') ? fileURLToPath(use) : resolve(from, use);
  if (!existsSync(path)) {
    throw new UsageError('There is no format plugin here.', {
      where: { file: path },
      hint: `Paths start from ${from}.`,
    });
  }
  const real = realpathSync(path);
  if (!statSync(real).isDirectory()) return { kind: 'path', entry: real, ...describe(readManifest(dirname(real))) };
  const manifest = readManifest(real) ?? {};
  return packageLocation('path', real, manifest);
}

function packageLocation(kind: PluginLocation['kind'], folder: string, manifest: PackageManifest): PluginLocation {
  const entry = packageEntry(folder, manifest);
  if (existsSync(entry)) return { kind, entry, folder, ...describe(manifest) };
  throw new UsageError(`The format plugin ${manifest.name ?? folder} has no file to load.`, {
    where: { file: entry },
    hint: 'Build it first: npm run build in its folder.',
  });
}

function describe(manifest: PackageManifest | undefined): Pick<PluginLocation, 'name' | 'version'> {
  const { name, version } = manifest ?? {};
  return { ...(name !== undefined && { name }), ...(version !== undefined && { version }) };
}

function notAPlugin(name: string, folder: string): UsageError {
  return new UsageError(`The package ${name} is no format plugin.`, {
    where: { file: folder },
    hint: `A format package is named rightsmith-format-… or has the keyword ${PLUGIN_KEYWORD}.`,
  });
}
