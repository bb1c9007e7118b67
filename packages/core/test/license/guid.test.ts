import assert from 'node:assert/strict';
import { bracedGuid, normalizeGuid } from '../../src/license/guid.js';

const GUID = '738d8ad9-7fb0-4f43-b820-1127987dbc41';

describe('GUIDs of licences', () => {
  for (const text of [GUID, GUID.toUpperCase(), `{${GUID}}`, `{${GUID.toUpperCase()}}`])
    it(`are read from ${text}`, () => {
      assert.equal(normalizeGuid(text), GUID);
    });

  for (const text of [
    '',
    '{}',
    `{${GUID}`,
    `${GUID}}`,
    ` ${GUID}`,
    GUID.replace('-', ''),
    GUID.replace('7', 'g'),
    '-'.repeat(36),
  ])
    it(`are not read from “${text}”`, () => {
      assert.equal(normalizeGuid(text), undefined);
    });

  it('are written in braces', () => {
    assert.equal(bracedGuid(GUID), `{${GUID}}`);
  });
});
