import assert from 'node:assert/strict';
import fc from 'fast-check';
import { progressText, type ProgressFacts } from '../../src/render/progress-text.js';

describe('progressText', () => {
  const HALF: ProgressFacts = { name: 'report.vsd', bytesDone: 600e6, totalBytes: 1.2e9, elapsedMs: 2000 };
  const cases: readonly (readonly [Partial<ProgressFacts>, string])[] = [
    [{}, 'report.vsd  [============>           ]   50 %  600 MB  300 MB/s'],
    [{ bytesDone: 0 }, 'report.vsd  [>                       ]    0 %  0 bytes  0 bytes/s'],
    [{ bytesDone: 1.2e9 }, 'report.vsd  [========================]  100 %  1.2 GB  600 MB/s'],
    [{ bytesDone: 2e9 }, 'report.vsd  [========================]  100 %  2.0 GB  1.0 GB/s'],
    [{ bytesDone: 0, totalBytes: 0 }, 'report.vsd  [========================]  100 %  0 bytes  0 bytes/s'],
    [{ totalBytes: undefined }, 'report.vsd  600 MB  300 MB/s'],
    [{ totalBytes: undefined, bytesDone: 1234, elapsedMs: 0 }, 'report.vsd  1.2 kB  1.2 MB/s'],
    [{ totalBytes: undefined, bytesDone: 5e16 }, 'report.vsd  50000 TB  25000 TB/s'],
    [{ name: 'a\u001b[2J', totalBytes: undefined }, 'a\\u{1b}[2J  600 MB  300 MB/s'],
  ];
  for (const [facts, expected] of cases) {
    it(`says ${expected}`, () => {
      assert.equal(progressText({ ...HALF, ...facts }, 100), expected);
    });
  }

  it('shortens the name first, and then the line', () => {
    const long = { ...HALF, name: 'x'.repeat(200) };
    const end = '  [============>           ]   50 %  600 MB  300 MB/s';
    assert.equal(progressText(long, 70), `${'x'.repeat(17)}${end}`);
    assert.equal(progressText(long, 20), 'xxxxxxxx  [=========');
  });

  it('never gets wider than the terminal', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 60 });
    const amounts = fc.maxSafeNat();
    fc.assert(
      fc.property(names, amounts, fc.option(amounts, { nil: undefined }), fc.nat(200), (name, done, total, columns) => {
        const text = progressText({ name, bytesDone: done, totalBytes: total, elapsedMs: 1500 }, columns);
        assert.ok(text.length <= columns);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
