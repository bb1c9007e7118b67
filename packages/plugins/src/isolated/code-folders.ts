import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UsageError } from '@rightsmith/core';
import type { PluginLocation } from '../load/locate-plugin.js';
import { findPackageFolder, nearestPackage, readManifest } from '../load/package-folder.js';

/**
 * The paths that the plugin's process may read: its own package, the packages it declares to need and those they need, and
 * this package. Of a plugin that was named as a file, only that file in the place of its own package.
 *
 * @throws UsageError where a link in them leads to something else: Node follows links wherever they lead
 */
export function readableCode({ entry, folder }: PluginLocation): readonly string[] {
  const folders = new Set<string>();
  const ours = nearestPackage(import.meta.dirname);
  const own = folder ?? nearestPackage(dirname(entry));
  for (const one of [folder, ours]) if (one !== undefined) folders.add(one);
  for (const one of [own, ours]) if (one !== undefined) addNeeded(one, folders);
  const links = [...folders].filter((one) => realpathSync(one) !== one);
  const real = withoutInner(new Set([...folders].map((one) => realpathSync(one))));
  const isCovered = (path: string): boolean => real.some((one) => one === path || path.startsWith(one + sep));
  for (const one of real) checkLinks(one, isCovered);
  return [...[entry, ...links].filter((path) => !isCovered(path)), ...real.map((one) => join(one, '*'))];
}

/** A link to another package is how workspaces are installed, and shows code. */
function checkLinks(folder: string, isCovered: (path: string) => boolean): void {
  for (const path of linksIn(folder)) {
    if (!existsSync(path)) continue;
    const target = realpathSync(path);
    if (isCovered(target) || (statSync(target).isDirectory() && existsSync(join(target, 'package.json')))) continue;
    throw new UsageError('A link in the code of the format plugin leads to something that is not its code.', {
      where: { file: path },
      hint: `It leads to ${target}. Remove the link, or use the plugin without a process of its own if you trust it.`,
    });
  }
}

function linksIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ parentPath, name }) => join(parentPath, name));
  } catch (cause) {
    throw new UsageError('The code of the format plugin cannot be read.', { where: { file: folder }, cause });
  }
}

function addNeeded(needing: string, folders: Set<string>): void {
  const { dependencies = {}, peerDependencies = {} } = readManifest(needing) ?? {};
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const folder = findPackageFolder(name, needing);
    if (folder === undefined || folders.has(folder)) continue;
    folders.add(folder);
    addNeeded(realpathSync(folder), folders);
  }
}

/** Node ends with a failed assertion where it is told a path and others inside of it. */
function withoutInner(folders: ReadonlySet<string>): readonly string[] {
  return [...folders].filter((one) => ![...folders].some((other) => one.startsWith(other + sep)));
}
