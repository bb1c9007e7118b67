import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '@rightsmith/core';

/** What is needed of a package's description. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Node's conditions for `import`, without those of other programs. */
const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

/** The package description in a folder; undefined where there is none. @throws UsageError for one that is not JSON */
export function readManifest(folder: string): PackageManifest | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : {};
  } catch (cause) {
    throw new UsageError('The package description cannot be read.', { where: { file: path }, cause });
  }
}

/** The folder of an installed package as a module in `from` would find it; it may be a link. */
export function findPackageFolder(name: string, from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The package that a folder belongs to: the nearest above it, or itself, that has a description. */
export function nearestPackage(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The file that `import` of the package would load. */
export function packageEntry(folder: string, manifest: PackageManifest): string {
  const target = exportTarget(manifest.exports) ?? manifest.main ?? 'index.js';
  return join(folder, target);
}

function exportTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (Array.isArray(exports)) return exports.map(exportTarget).find((target) => target !== undefined);
  if (typeof exports !== 'object' || exports === null) return undefined;
  if ('.' in exports) return exportTarget(exports['.']);
  const conditional = Object.entries(exports).filter(([condition]) => CONDITIONS.includes(condition));
  return conditional.map(([, target]) => exportTarget(target)).find((target) => target !== undefined);
}
