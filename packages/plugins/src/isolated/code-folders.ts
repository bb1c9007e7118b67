import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { PluginLocation } from '../load/locate-plugin.js';
import { findPackageFolder, nearestPackage, readManifest } from '../load/package-folder.js';

/**
 * The paths that the plugin's process may read: its own package, the packages it declares to need and those they need, and
 * this package. Of a plugin that was named as a file, only that file in the place of its own package.
 */
export function readableCode({ entry, folder }: PluginLocation): readonly string[] {
  const folders = new Set<string>();
  const ours = nearestPackage(import.meta.dirname);
  const own = folder ?? nearestPackage(dirname(entry));
  for (const one of [folder, ours]) if (one !== undefined) folders.add(one);
  for (const one of [own, ours]) if (one !== undefined) addNeeded(one, folders);
  const links = [...folders].filter((one) => realpathSync(one) !== one);
  const real = withoutInner(new Set([...folders].map((one) => realpathSync(one))));
  const isCovered = (path: string): boolean => real.some((one) => path.startsWith(one + sep));
  return [...[entry, ...links].filter((path) => !isCovered(path)), ...real.map((one) => join(one, '*'))];
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
