import assert from 'node:assert/strict';
import { chooseName } from '@rightsmith/core';

const NAMES = [
  { lcid: 2055, name: 'Schweiz', description: '' },
  { lcid: 1031, name: 'Deutschland', description: '' },
  { lcid: 1033, name: 'English', description: '' },
  { lcid: 2052, name: '简体', description: '' },
  { lcid: 1028, name: '繁體', description: '' },
  { lcid: 4096, name: 'of no known language', description: '' },
];

describe('chooseName', () => {
  for (const [languages, name] of [
    [['de-DE'], 'Deutschland'],
    [['de'], 'Deutschland'],
    [['DE-ch'], 'Schweiz'],
    [['de-AT'], 'Schweiz'],
    [['en-GB'], 'English'],
    [['zh-Hant'], '繁體'],
    [['zh-Hans-CN'], '简体'],
    [['ja', 'fr-FR', 'de'], 'Deutschland'],
    [['ja'], 'English'],
    [[], 'English'],
    [['', 'not a tag', 'x_y', '-', 'tlh'], 'English'],
  ] as const) {
    it(`shows ${name} to who reads ${languages.join(', ') || 'nothing that is known'}`, () => {
      assert.equal(chooseName(NAMES, languages)?.name, name);
    });
  }

  it('shows the first name where there is no English one', () => {
    assert.equal(chooseName(NAMES.slice(0, 2), ['ja'])?.name, 'Schweiz');
  });

  it('has nothing to show where there is no name', () => {
    assert.equal(chooseName([], ['de']), undefined);
  });
});
