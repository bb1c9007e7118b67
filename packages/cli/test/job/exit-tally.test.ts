import assert from 'node:assert/strict';
import { Aborted, CorruptFile } from '@rightsmith/core';
import { ExitTally } from '../../src/job/exit-tally.js';
import { failedOutcome, type Outcome } from '../../src/job/outcome.js';

const done: Outcome = { result: {}, text: '', warnings: [] };
const no: Outcome = { ...done, answer: 20 };
const corrupt = failedOutcome('a', new CorruptFile('Bad.'));
const aborted = failedOutcome('a', new Aborted());

describe('ExitTally', () => {
  const cases: readonly (readonly [string, readonly Outcome[], number])[] = [
    ['is 0 when all was done', [done, done], 0],
    ['is 0 when there was nothing to do', [], 0],
    ['is that of an answer', [done, no], 20],
    [
      'is that of the lowest answer',
      [
        { ...done, answer: 61 },
        { ...done, answer: 52 },
      ],
      52,
    ],
    ['is that of the one file', [corrupt], 51],
    ['is 61 when some of several files failed', [done, corrupt, no], 61],
    ['is 61 when all of several files failed', [corrupt, corrupt], 61],
    ['is 130 when the job was interrupted', [corrupt, aborted], 130],
  ];
  for (const [title, outcomes, expected] of cases) {
    it(title, () => {
      const tally = new ExitTally();
      for (const outcome of outcomes) tally.add(outcome);
      assert.equal(tally.exitCode, expected);
    });
  }
});
