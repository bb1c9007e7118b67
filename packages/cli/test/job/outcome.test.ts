import assert from 'node:assert/strict';
import { AccessDenied, LimitReached } from '@rightsmith/core';
import { asRightsmithError, errorJson } from '../../src/job/outcome.js';

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
