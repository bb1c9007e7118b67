import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { assertGolden } from './support/golden.js';
import { madeParts, remadePage } from './support/reference-page.js';

const PAGE = new URL('../../../docs/reference/cli.md', import.meta.url);

describe('docs/reference/cli.md', () => {
  it('has the tables that the parser is made from', () => {
    assertGolden(PAGE, remadePage(readFileSync(PAGE, 'utf8')));
  });

  it('has every part, once', () => {
    const page = readFileSync(PAGE, 'utf8');
    const marks = [...page.matchAll(/^<!-- made: (.+) -->$/gm)].map(([, name]) => name);
    assert.deepEqual(marks.sort(), [...madeParts().keys()].sort());
  });
});
