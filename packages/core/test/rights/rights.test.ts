import assert from 'node:assert/strict';
import { RIGHTS, allowsRight, knownRight, normalizeRight } from '@rightsmith/core';

describe('RIGHTS', () => {
  it('lists each right once, as licences spell it', () => {
    const names = RIGHTS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.equal(normalizeRight(name), name);
  });

  it('has every right of licenses.md §8.1', () => {
    const names =
      'VIEW EDIT DOCEDIT COMMENT EXPORT EXTRACT PRINT FORWARD REPLY REPLYALL OBJMODEL VIEWRIGHTSDATA EDITRIGHTSDATA OWNER AUDITEDEXTRACT SIGN';
    assert.deepEqual(
      RIGHTS.map(({ name }) => name),
      names.split(' '),
    );
  });
});

describe('knownRight', () => {
  it('finds a right in any case', () => {
    assert.equal(knownRight('docEdit')?.commonName, 'Edit Content');
  });

  it('knows no custom right', () => {
    assert.equal(knownRight('SHRED'), undefined);
  });
});

describe('normalizeRight', () => {
  it('turns no other letter into one of a known right', () => {
    for (const name of ['v\u0131ew', 'own\u00e9r', '\u017fign']) assert.equal(knownRight(name), undefined);
  });
});

describe('allowsRight', () => {
  const cases: [readonly string[], string, boolean][] = [
    [['view'], 'VIEW', true],
    [['VIEW', 'Custom.1'], 'custom.1', true],
    [['Owner'], 'print', true],
    [['OWNER'], 'some-custom-right', true],
    [['VIEW'], 'OWNER', false],
    [[], 'VIEW', false],
  ];
  for (const [rights, right, expected] of cases) {
    it(`says ${expected ? 'yes' : 'no'} to ${right} for [${rights.join(', ')}]`, () => {
      assert.equal(allowsRight(rights, right), expected);
    });
  }
});
