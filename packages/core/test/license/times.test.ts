import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatTime, parseTime, readTime } from '../../src/license/times.js';

describe('times of licences', () => {
  const read: readonly (readonly [string, string | undefined])[] = [
    ['2017-01-12T19:21', '2017-01-12T19:21:00.000Z'],
    ['2017-01-12T19:21Z', '2017-01-12T19:21:00.000Z'],
    ['2017-01-12T19:21:59', '2017-01-12T19:21:59.000Z'],
    ['2017-01-12T19:21:59.1234567Z', '2017-01-12T19:21:59.000Z'],
    ['2024-02-29T00:00', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29T00:00', undefined],
    ['2023-13-01T00:00', undefined],
    ['2023-01-01T24:00', undefined],
    ['2023-01-01T23:60', undefined],
    ['2023-01-01', undefined],
    ['2023-01-01 00:00', undefined],
    ['2023-01-01T00:00+02:00', undefined],
    [' 2023-01-01T00:00', undefined],
    ['', undefined],
  ];
  for (const [text, time] of read)
    it(`are ${time === undefined ? 'not ' : ''}read from “${text}”`, () => {
      assert.equal(parseTime(text)?.toISOString(), time);
    });

  it('are written in whole minutes, rounded down, and come back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (time) => {
        const minute = Math.floor(time.getTime() / 60_000) * 60_000;
        assert.equal(parseTime(formatTime(time))?.getTime(), minute);
      }),
      { seed: 9 },
    );
    assert.equal(formatTime(new Date('2017-01-12T19:21:59.999Z')), '2017-01-12T19:21');
  });

  it('that no licence can hold are not written', () => {
    for (const time of [new Date(Number.NaN), new Date('+010000-01-01T00:00Z'), new Date('-000001-01-01T00:00Z')])
      assert.throws(() => formatTime(time), { code: 'UsageError' });
  });

  it('that must be there are refused by the name of their element', () => {
    assert.throws(() => readTime(undefined, 'ISSUEDTIME'), { code: 'CorruptFile', message: /^ISSUEDTIME / });
    assert.throws(() => readTime('soon', 'UNTIL'), { code: 'CorruptFile', message: /^UNTIL / });
  });
});
