import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { paintFor } from '../../src/render/paint.js';

describe('paintFor', () => {
  const VARIABLES = ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS'];
  const saved = new Map(VARIABLES.map((name) => [name, process.env[name]]));
  const restore = (): void => {
    for (const [name, value] of saved) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  beforeEach(() => {
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
  });
  afterEach(restore);

  const pipe = new PassThrough();
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const RED = '\u001b[31mx\u001b[39m';

  it('colours on terminals only', () => {
    assert.equal(paintFor('auto', terminal)('red', 'x'), RED);
    assert.equal(paintFor('auto', pipe)('red', 'x'), 'x');
  });

  it('colours elsewhere where FORCE_COLOR asks for it', () => {
    process.env['FORCE_COLOR'] = '1';
    assert.equal(paintFor('auto', pipe)('red', 'x'), RED);
    process.env['FORCE_COLOR'] = '0';
    assert.equal(paintFor('auto', terminal)('red', 'x'), 'x');
  });

  it('does what the command line says, whatever else is said', () => {
    process.env['NO_COLOR'] = '1';
    assert.equal(paintFor('always', pipe)('red', 'x'), RED);
    process.env['FORCE_COLOR'] = '1';
    assert.equal(paintFor('never', terminal)('red', 'x'), 'x');
  });
});
