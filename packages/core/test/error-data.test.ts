import assert from 'node:assert/strict';
import { AccessDenied, errorData, errorFromData, LimitReached, type ErrorData } from '@rightsmith/core';

describe('errors as data', () => {
  it('come back with class, place, hint and facts', () => {
    const denied = new AccessDenied('No.', { right: 'PRINT', where: { structure: 'licence' }, hint: 'Ask.' });
    const again = errorFromData(structuredClone(errorData(denied)));
    assert.ok(again instanceof AccessDenied);
    assert.deepEqual(
      { ...errorData(again) },
      {
        code: 'AccessDenied',
        message: 'No.',
        where: { structure: 'licence' },
        hint: 'Ask.',
        facts: { right: 'PRINT' },
      },
    );
    const limit = errorFromData(errorData(new LimitReached('Too much.', { limit: 'depth', maximum: 3 })));
    assert.ok(limit instanceof LimitReached);
    assert.equal(limit.maximum, 3);
  });

  for (const code of ['Unheard', 'toString', 'RightsmithError']) {
    it(`of a code that this version does not know are InternalError: ${code}`, () => {
      // A journal or manifest may be of a later version.
      const data = { code, message: 'Later.', where: { file: 'a' }, facts: {} } as unknown as ErrorData;
      const error = errorFromData(data);
      assert.equal(error.code, 'InternalError');
      assert.equal(error.message, `Later. [${code}]`);
      assert.deepEqual(error.where, { file: 'a' });
    });
  }
});
