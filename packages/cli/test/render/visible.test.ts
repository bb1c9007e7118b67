import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible, visibleJson } from '../../src/render/visible.js';

const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('visible', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['leaves ordinary text alone', 'Zürich – 東京 😀 a b', 'Zürich – 東京 😀 a b'],
    ['shows escape sequences', '\u001b[31mred\u009b0m', '\\u{1b}[31mred\\u{9b}0m'],
    ['keeps a value on its line', 'one\r\ntwo\u2028three', 'one\\u{d}\\u{a}two\\u{2028}three'],
    ['shows direction marks', 'gpj.\u202eexe', 'gpj.\\u{202e}exe'],
    ['shows lone surrogates', 'a\ud800b', 'a\\u{d800}b'],
    ['shows tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(visible(text), expected);
    });
  }

  it('never lets a steering character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(visible(text), STEERING);
      }),
      { seed: 1 },
    );
  });
});

describe('visibleJson', () => {
  it('means the same value and never lets a steering character through', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = visibleJson(value, indent);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.doesNotMatch(text.replaceAll('\n', ''), STEERING);
      }),
      { seed: 2 },
    );
  });

  it('stays on one line without an indent', () => {
    assert.equal(visibleJson({ a: 'x\ny\u009b' }), '{"a":"x\\ny\\u009b"}');
  });
});
