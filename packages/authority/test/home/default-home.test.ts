import assert from 'node:assert/strict';
import { isAbsolute, resolve } from 'node:path';
import { defaultHome } from '@rightsmith/authority';

describe('defaultHome', () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env['RIGHTSMITH_HOME'];
  });
  afterEach(() => {
    if (before === undefined) delete process.env['RIGHTSMITH_HOME'];
    else process.env['RIGHTSMITH_HOME'] = before;
  });

  it('is what RIGHTSMITH_HOME names', () => {
    process.env['RIGHTSMITH_HOME'] = 'some/home';
    assert.equal(defaultHome(), resolve('some/home'));
  });

  for (const value of [undefined, '']) {
    it(`is in the platform's data folder when RIGHTSMITH_HOME is ${value === undefined ? 'not set' : 'empty'}`, () => {
      delete process.env['RIGHTSMITH_HOME'];
      if (value !== undefined) process.env['RIGHTSMITH_HOME'] = value;
      assert.ok(isAbsolute(defaultHome()));
      assert.match(defaultHome(), /[\\/]rightsmith(\\Data)?$/);
    });
  }
});
