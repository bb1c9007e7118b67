import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginLocation } from '../load/locate-plugin.js';
import { readableCode } from './code-folders.js';

const MIB = 1024 * 1024;

/** `--permission` came with Node 22.13 and 23.5; before, it had the longer name. */
export function permissionFlag(nodeVersion: string = process.versions.node): string {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isNamedShort = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return isNamedShort ? '--permission' : '--experimental-permission';
}

/** Starts the process of a plugin: it may read its code and nothing else, has no environment, and talks over its descriptor 3. */
export function launch(location: PluginLocation, residentBytes: number): ChildProcess {
  const args = [
    permissionFlag(),
    ...readableCode(location).map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${Math.ceil(residentBytes / MIB)}`,
    '--disable-warning=ExperimentalWarning',
    '--disable-proto=delete',
    programPath(),
  ];
  return spawn(process.execPath, args, {
    env: systemEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

/** Built code, also where this package itself runs from its sources. */
function programPath(): string {
  const beside = join(import.meta.dirname, '../child/program.js');
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../dist/child/program.js');
}

/** Windows cannot make random numbers without the one; everything else stays here. */
function systemEnvironment(): NodeJS.ProcessEnv {
  const root = process.env['SystemRoot'];
  return process.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
}
