import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './source-imports.js';

/** Folders of the packages that get published. */
export const PACKAGE_FOLDERS: readonly string[] = readdirSync(join(PROJECT_FOLDER, 'packages'))
  .map((name) => join(PROJECT_FOLDER, 'packages', name))
  .filter((folder) => existsSync(join(folder, 'package.json')) && !isPrivate(folder));

/** Packs packages as publishing would and returns the tarballs' paths, in a new temporary folder. */
export function packPackages(folders: readonly string[] = PACKAGE_FOLDERS): string[] {
  const target = mkdtempSync(join(tmpdir(), 'rightsmith-packed-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', target, ...folders], { stdio: 'pipe' });
  return readdirSync(target).map((name) => join(target, name));
}

function isPrivate(folder: string): boolean {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { private?: boolean }).private === true;
}
