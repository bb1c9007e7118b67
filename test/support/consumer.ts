import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { packPackages } from './packed-packages.js';
import { PROJECT_FOLDER } from './source-imports.js';

/** A folder in which everything that gets published is installed from its tarballs. */
export interface Consumer {
  readonly folder: string;
  readonly tarballs: readonly string[];
  /** The environment to run programs in: a home of its own. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The example plugins, copied into the consumer as its workspaces. */
export const EXAMPLES: readonly string[] = ['format-armor', 'format-xps'];

/** What the guide makes there. */
const MADE_LATER = 'my-format';

let made: Consumer | undefined;

/** Packs and installs once for all tests that ask; the folder goes when the process ends. */
export function usePackedPackages(): Consumer {
  made ??= makeConsumer();
  return made;
}

function makeConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'rightsmith-consumer-'));
  const tarballs = packPackages();
  process.once('exit', () => {
    for (const made of [folder, dirname(tarballs[0] ?? folder)])
      rmSync(made, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const example of EXAMPLES)
    cpSync(join(PROJECT_FOLDER, 'examples', example), join(folder, example), { recursive: true, filter: isSource });
  const workspaces = [...EXAMPLES, MADE_LATER];
  const manifest = { private: true, type: 'module', workspaces };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder);
  return { folder, tarballs, environment: { ...process.env, RIGHTSMITH_HOME: join(folder, 'home') } };
}

const isSource = (path: string): boolean => !['node_modules', 'dist'].includes(basename(path));

/** Runs a program and returns its output; its failure shows what it printed. */
export function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: 'pipe',
  };
  try {
    return execFileSync(file, args, options);
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${basename(file)} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** A development tool of this project. */
export const tool = (name: string): string => join(PROJECT_FOLDER, 'node_modules/.bin', name);

/** The tarball of a package. */
export function tarballOf(name: string, tarballs: readonly string[]): string {
  const start = `${name.replace('@', '').replace('/', '-')}-`;
  return (
    tarballs.find((path) => basename(path).startsWith(start) && /^\d/.test(basename(path).slice(start.length))) ?? ''
  );
}
