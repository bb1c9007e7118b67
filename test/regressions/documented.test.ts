import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../support/source-imports.js';

const PAGE = 'docs/reference/incumbent-bugs.md';

describe(PAGE, () => {
  const rows = readFileSync(join(PROJECT_FOLDER, PAGE), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| bug'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('says of each bug where it is tested, or why it cannot be', () => {
    assert.ok(rows.length > 20);
    for (const [, bug, here = '', tested = ''] of rows) {
      const files = [...tested.matchAll(/`([^`]+\.ts)`/g)].map(([, file = '']) => file);
      assert.equal(here.startsWith('cannot: '), files.length === 0, bug);
      for (const file of files) assert.ok(existsSync(join(PROJECT_FOLDER, file)), file);
    }
  });

  it('names every file of these tests', () => {
    const all = rows.map((cells) => cells.at(3)).join();
    for (const name of readdirSync(import.meta.dirname)) {
      if (name !== 'documented.test.ts') assert.ok(all.includes(`test/regressions/${name}`), name);
    }
  });
});
