import assert from 'node:assert/strict';
import { parseExpiry } from '../../../src/verbs/protect/expiry.js';

const NOW = Date.parse('2026-06-15T12:34:56Z');

describe('parseExpiry', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['30d', '2026-07-15T12:34:56.000Z'],
    ['0d', '2026-06-15T12:34:56.000Z'],
    ['2031-01-31', '2031-01-31T00:00:00.000Z'],
    ['2031-01-31T18:00Z', '2031-01-31T18:00:00.000Z'],
    ['2031-01-31T18:00:30.5+02:00', '2031-01-31T16:00:30.500Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${text}`, () => {
      assert.equal(parseExpiry(text, NOW).toISOString(), expected);
    });
  }

  const wrong = ['', 'soon', '30', 'd', '-1d', '1.5d', '99999999d', '2031-02-30', '2031-13-01', '2027-02-29'];
  for (const text of [...wrong, '2031-01-31T18:00', '2031-01-31T25:00Z', ' 30d', '2031-1-1']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseExpiry(text, NOW), { code: 'UsageError' });
    });
  }
});
