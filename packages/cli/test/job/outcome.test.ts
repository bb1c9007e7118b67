import assert from 'node:assert/strict';
import { AccessDenied, Aborted, CorruptFile, LimitReached } from '@rightsmith/core';
import { asRightsmithError, errorJson, failedOutcome, jobExitCode, type Outcome } from '../../src/job/outcome.js';

const done: Outcome = { result: {}, text: '', warnings: [] };
const no: Outcome = { ...done, answer: 20 };
const corrupt = failedOutcome('a', new CorruptFile('Bad.'));
const aborted = failedOutcome('a', new Aborted());

describe('jobExitCode', () => {
  const cases: readonly (readonly [string, readonly Outcome[], number])[] = [
    ['is 0 when all was done', [done, done], 0],
    ['is that of an answer', [done, no], 20],
    ['is that of the one file', [corrupt], 51],
    ['is 61 when some of several files failed', [done, corrupt, no], 61],
    ['is 61 when all of several files failed', [corrupt, corrupt], 61],
    ['is 130 when the job was interrupted', [corrupt, aborted], 130],
  ];
  for (const [title, outcomes, expected] of cases) {
    it(title, () => {
      assert.equal(jobExitCode(outcomes), expected);
    });
  }
});

describe('errorJson', () => {
  it('has the next step and the facts of the class', () => {
    assert.deepEqual(errorJson(new AccessDenied('No.', { right: 'VIEW', referral: 'mailto:a@example.com' })), {
      code: 'AccessDenied',
      message: 'No.',
      hint: 'Ask for access: mailto:a@example.com',
      right: 'VIEW',
      referral: 'mailto:a@example.com',
    });
    const error = new LimitReached('Much.', { limit: 'licenseBytes', maximum: 5, hint: 'h', where: { offset: 3 } });
    assert.deepEqual(errorJson(error), {
      code: 'LimitReached',
      message: 'Much.',
      where: { offset: 3 },
      hint: 'h',
      limit: 'licenseBytes',
      maximum: 5,
    });
  });
});

describe('asRightsmithError', () => {
  it('takes what is not ours for a bug to report', () => {
    const { code, exitCode } = asRightsmithError(new TypeError('x'));
    assert.deepEqual([code, exitCode], ['InternalError', 70]);
  });
});
