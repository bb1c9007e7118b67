import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EXAMPLES, run, tarballOf, tool, usePackedPackages } from './support/consumer.js';
import { PACKAGE_FOLDERS } from './support/packed-packages.js';
import { publishingProblems } from './support/publishing-problems.js';
import { PROJECT_FOLDER } from './support/source-imports.js';
// Its tests use the same installed packages, so they belong to the same process.
import './write-a-format.js';

/** The first block of a language in a Markdown page. */
function firstBlock(markdown: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(markdown)?.[1] ?? '';
}

describe('packed packages', () => {
  let work = '';
  let tarballs: readonly string[] = [];
  let env: NodeJS.ProcessEnv = {};

  before(function () {
    this.timeout(300_000);
    ({ folder: work, tarballs, environment: env } = usePackedPackages());
    writeFileSync(join(work, 'report.txt'), 'Figures of the quarter.\n');
  });

  for (const folder of PACKAGE_FOLDERS) {
    it(`are published as they should be: ${basename(folder)}`, async function () {
      this.timeout(120_000);
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
      const tarball = tarballOf(name, tarballs);
      assert.deepEqual(await publishingProblems(tarball), []);
      assert.ok(readFileSync(join(folder, 'README.md'), 'utf8').length > 0);
    });
  }

  it('make the example of the README compile and run', function () {
    this.timeout(180_000);
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

  for (const example of EXAMPLES) {
    it(`carry the example plugin ${example}: it builds, and its tests pass`, function () {
      this.timeout(300_000);
      const folder = join(work, example);
      run('npm', ['run', '--silent', 'build'], folder);
      const corpus = { RIGHTSMITH_CORPUS: process.env['RIGHTSMITH_CORPUS'] ?? join(PROJECT_FOLDER, '../shared') };
      assert.match(run('npm', ['test', '--silent'], folder, corpus), /^# fail 0$|ℹ fail 0/m);
      const formats = run(
        join(work, 'node_modules/.bin/rightsmith'),
        ['formats', '--format', `./${example}`],
        work,
        env,
      );
      assert.match(formats, new RegExp(`@example/rightsmith-${example} 0\\.1\\.0`));
    });
  }
});
