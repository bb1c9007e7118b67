import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { CONDUCT_FAULTS } from './conduct-faults.js';
import { CONTENT_FAULTS } from './content-faults.js';
import { TELLING_FAULTS } from './telling-faults.js';

const PAGE = new URL('../../../../docs/reference/format-tests.md', import.meta.url);
const FAULTS = [...TELLING_FAULTS, ...CONTENT_FAULTS, ...CONDUCT_FAULTS];

describe('docs/reference/format-tests.md', () => {
  it('tells every fault and every test that notices it', () => {
    const page = readFileSync(PAGE, 'utf8');
    const rows = FAULTS.map(({ name, red }) => `| ${name} | ${red.join('<br>')} |`);
    const table = ['| a format that | turns red |', '|---|---|', ...rows].join('\n');
    const remade = page.replace(/(<!-- made: faults -->\n)[^]*(<!-- end -->)/, `$1\n${table}\n\n$2`);
    if (process.env['RIGHTSMITH_UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, remade);
    assert.equal(readFileSync(PAGE, 'utf8'), remade, 'RIGHTSMITH_UPDATE_GOLDEN=1 writes the page anew');
  });

  it('tells of more than 25 faults, each noticed, none twice', () => {
    assert.ok(FAULTS.length >= 25);
    assert.equal(new Set(FAULTS.map(({ name }) => name)).size, FAULTS.length);
    for (const { name, red } of FAULTS) assert.ok(red.length > 0, name);
  });
});
