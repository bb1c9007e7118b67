import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { usePackedPackages, type Consumer } from './support/consumer.js';
import { publishingProblems } from './support/publishing-problems.js';
import { PROJECT_FOLDER } from './support/source-imports.js';

const PAGE = readFileSync(join(PROJECT_FOLDER, 'docs/guide/write-a-format.md'), 'utf8');

/** The page as one script: its `sh` blocks as they stand, and its files written where they come. */
function scriptOf(markdown: string): string {
  const steps = [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)].flatMap(
    ([, language, file, text = '']) => {
      if (language === 'sh') return [text];
      return file === undefined ? [] : [`cat > ${file} <<'END OF FILE'\n${text}END OF FILE\n`];
    },
  );
  return `set -euo pipefail\n${steps.join('\n')}`;
}

describe('docs/guide/write-a-format.md', () => {
  let consumer: Consumer | undefined;
  let output = '';

  before(function () {
    this.timeout(900_000);
    consumer = usePackedPackages();
    const { folder, environment } = consumer;
    const result = spawnSync('bash', ['-c', scriptOf(PAGE)], { cwd: folder, env: environment, encoding: 'utf8' });
    output = `${result.stdout}${result.stderr}`;
    assert.equal(result.status, 0, output.slice(-4000));
  });

  it('ends with the kit green, before and after the toy was replaced', () => {
    assert.equal([...output.matchAll(/^(?:# |ℹ )fail 0$/gm)].length, 2, output.slice(-4000));
    assert.match(output, /the format armor: \d+ passed, 0 failed/);
  });

  it('protects and opens a file with the new format', () => {
    assert.equal([...output.matchAll(/^this is between us\.$/gm)].length, 2);
    assert.match(output, /armored text/);
  });

  it('ends with a package that can be published', async function () {
    this.timeout(120_000);
    const folder = join(consumer?.folder ?? '', 'my-format');
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    assert.deepEqual(await publishingProblems(join(folder, tarball)), []);
  });

  it('shows the code of the example', () => {
    for (const file of ['src/armor.ts', 'test/samples.ts']) {
      const text = readFileSync(join(PROJECT_FOLDER, 'examples/format-armor', file), 'utf8');
      assert.ok(PAGE.includes(`\`\`\`ts ${file}\n${text}\`\`\``), file);
    }
  });
});
