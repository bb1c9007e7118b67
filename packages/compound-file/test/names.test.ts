import assert from 'node:assert/strict';
import { compareNames, displayPath, foldName, pathNames } from '../src/names.js';

describe('names', () => {
  for (const [smaller, larger] of [
    ['b', 'aa'],
    ['a2', 'B2'],
    ['\u0005Z', '\u0006a'],
    ['Z', '_'],
    ['a', 'é'],
  ] as const) {
    it(`${JSON.stringify(smaller)} comes before ${JSON.stringify(larger)}`, () => {
      assert.ok(compareNames(smaller, larger) < 0);
      assert.ok(compareNames(larger, smaller) > 0);
    });
  }

  it('are the same when only case differs', () => {
    assert.equal(compareNames('Straße Éa', 'sTRAßE éA'), 0);
  });

  it('keep their length in upper case', () => {
    assert.equal(foldName('ßŉﬃi'), 'ßŉﬃI');
  });

  it('of a path are split at slashes', () => {
    assert.deepEqual([pathNames(''), pathNames('a/b'), pathNames(['a/b'])], [[], ['a', 'b'], ['a/b']]);
  });

  it('are shown without control characters', () => {
    assert.equal(displayPath(['\u0006DataSpaces', '\tx\u202e']), '\\u0006DataSpaces/\\u0009x\\u202e');
    assert.equal(displayPath([]), 'root');
  });
});
