import assert from 'node:assert/strict';
import { RightsmithError } from '@rightsmith/core';

/** The error of ours that `work` fails with, of the code given. */
export async function failure(work: Promise<unknown> | (() => unknown), code: string): Promise<RightsmithError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    assert.ok(RightsmithError.is(error), String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail('It did not fail.');
}
