import assert from 'node:assert/strict';
import { newer } from '../../src/library/locate.js';

describe('of two installed RMS Clients', () => {
  const of = (version: string): { folder: string; version: string } => ({ folder: version, version });
  const pairs: readonly (readonly [machine: string, user: string, winner: string])[] = [
    ['1.0.3356.0', '1.0.4008.0', '1.0.4008.0'],
    ['1.0.4008.0', '1.0.3356.0', '1.0.4008.0'],
    ['1.0.9.0', '1.0.10.0', '1.0.10.0'],
    ['1.0', '1.0.1', '1.0.1'],
    ['not a version', '9.0', 'not a version'],
    ['1.0', 'not a version', '1.0'],
    ['', '1.0', ''],
  ];
  for (const [machine, user, winner] of pairs) {
    it(`takes "${winner}" of "${machine}" for the machine and "${user}" for the user`, () => {
      assert.equal(newer(of(machine), of(user))?.version, winner);
    });
  }

  it('takes that of the machine when both have one version', () => {
    const machine = { folder: 'C:\\machine', version: '1.0' };
    assert.equal(newer(machine, { folder: 'C:\\user', version: '1.0' }), machine);
  });

  it('takes the only one, or none', () => {
    assert.equal(newer(undefined, of('1.0'))?.version, '1.0');
    assert.equal(newer(of('1.0'), undefined)?.version, '1.0');
    assert.equal(newer(undefined, undefined), undefined);
  });
});
