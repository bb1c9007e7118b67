import assert from 'node:assert/strict';
import { timeText } from '../../src/render/time-text.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');

describe('timeText', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['2026-06-15T12:00:30Z', 0, '2026-06-15 12:00 +00:00 (now)'],
    ['2026-06-15T11:59:00Z', 120, '2026-06-15 13:59 +02:00 (1 minute ago)'],
    ['2026-06-15T15:00:00Z', -210, '2026-06-15 11:30 -03:30 (in 3 hours)'],
    ['2026-06-13T23:30:00Z', 330, '2026-06-14 05:00 +05:30 (1 day ago)'],
    ['2026-07-15T12:00:00Z', 0, '2026-07-15 12:00 +00:00 (in 1 month)'],
    ['9999-12-31T23:59:00Z', 0, '9999-12-31 23:59 +00:00 (in 7978 years)'],
    ['0001-01-01T00:00:00Z', 0, '0001-01-01 00:00 +00:00 (2026 years ago)'],
  ];
  for (const [time, offset, expected] of cases) {
    it(`says ${expected}`, () => {
      assert.equal(
        timeText(time, NOW, () => offset),
        expected,
      );
    });
  }

  it('takes the zone of the computer where none is given', () => {
    const offset = -new Date(NOW).getTimezoneOffset();
    assert.equal(
      timeText('2026-06-15T12:00:00Z', NOW),
      timeText('2026-06-15T12:00:00Z', NOW, () => offset),
    );
  });
});
