import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Our packages that a format package needs. */
const OURS = ['core', 'testkit'] as const;

/**
 * How a new package names our packages: the release this program belongs to; inside or beside a checkout of Rightsmith, that
 * checkout, so that both can be changed together.
 */
export function dependencyVersions(target: string): Readonly<Record<'CORE' | 'TESTKIT', string>> {
  const checkout = findCheckout(dirname(target));
  const [CORE, TESTKIT] = OURS.map((name) =>
    checkout === undefined
      ? `^${ownVersion()}`
      : `file:${relative(target, join(checkout, 'packages', name)).replaceAll('\\', '/')}`,
  ) as [string, string];
  return { CORE, TESTKIT };
}

/** A checkout that holds the folder, or stands beside one of the folders above it. */
function findCheckout(from: string): string | undefined {
  const isCheckout = (folder: string): boolean =>
    OURS.every((name) => existsSync(join(folder, 'packages', name, 'dist', 'index.js'))) &&
    packageName(folder) === 'rightsmith-house';
  for (let folder = from; ; folder = dirname(folder)) {
    for (const candidate of [folder, join(folder, 'rightsmith')]) if (isCheckout(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

function packageName(folder: string): unknown {
  const path = join(folder, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown }).name : undefined;
}

function ownVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
