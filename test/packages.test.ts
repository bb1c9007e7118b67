import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { PACKAGE_FOLDERS, packPackages } from './support/packed-packages.js';
import { PROJECT_FOLDER } from './support/source-imports.js';

const tool = (name: string): string => join(PROJECT_FOLDER, 'node_modules/.bin', name);

/** Runs a program and returns its output; its failure shows what it printed. */
function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    return execFileSync(file, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${basename(file)} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** The first block of a language in a Markdown page. */
function firstBlock(markdown: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(markdown)?.[1] ?? '';
}

describe('packed packages', () => {
  const work = mkdtempSync(join(tmpdir(), 'rightsmith-consumer-'));
  const env = { RIGHTSMITH_HOME: join(work, 'home') };
  let tarballs: readonly string[] = [];

  before(function () {
    this.timeout(180_000);
    tarballs = packPackages();
    writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], work);
    writeFileSync(join(work, 'report.txt'), 'Figures of the quarter.\n');
  });
  after(() => {
    rmSync(work, { recursive: true, force: true });
    for (const tarball of tarballs) rmSync(dirname(tarball), { recursive: true, force: true });
  });

  for (const folder of PACKAGE_FOLDERS) {
    it(`are published as they should be: ${basename(folder)}`, function () {
      this.timeout(120_000);
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
      const file = `${name.replace('@', '').replace('/', '-')}-`;
      const tarball = tarballs.find(
        (path) => basename(path).startsWith(file) && /-\d/.test(basename(path).slice(file.length - 1)),
      );
      run(tool('publint'), ['--strict', tarball ?? ''], work);
      run(tool('attw'), ['--profile', 'esm-only', tarball ?? ''], work);
      assert.ok(readFileSync(join(folder, 'README.md'), 'utf8').length > 0);
    });
  }

  it('make the example of the README compile and run', () => {
    const example = firstBlock(readFileSync(join(PROJECT_FOLDER, 'README.md'), 'utf8'), 'ts');
    assert.ok(example.split('\n').filter((line) => line.trim() !== '').length <= 7, 'the example is short');
    writeFileSync(join(work, 'example.ts'), example);
    const types = join(PROJECT_FOLDER, 'node_modules/@types');
    const options = ['--strict', '--module', 'node20', '--target', 'es2023', '--types', 'node', '--typeRoots', types];
    run(tool('tsc'), [...options, 'example.ts'], work);
    assert.match(run(process.execPath, ['example.js'], work, env), /Figures of the quarter/);
  });

  it('can be required from CommonJS', () => {
    mkdirSync(join(work, 'common'), { recursive: true });
    writeFileSync(
      join(work, 'common/index.cjs'),
      `const { openRightsmith } = require('rightsmith');
       openRightsmith({ as: 'alice@example.com' }).then(async (rightsmith) => {
         const { status } = await rightsmith.inspectFile('report.txt');
         console.log(status);
         await rightsmith.close();
       });`,
    );
    assert.match(run(process.execPath, [join(work, 'common/index.cjs')], work, env), /^plain$/m);
  });

  it('bring the command', () => {
    const command = join(work, 'node_modules/.bin/rightsmith');
    run(command, ['protect', 'report.txt', '--to', 'bob@example.com:VIEW', '-o', 'command.ptxt'], work, env);
    assert.match(run(command, ['cat', 'command.ptxt', '--as', 'bob@example.com'], work, env), /Figures/);
  });
});
