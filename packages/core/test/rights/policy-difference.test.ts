import assert from 'node:assert/strict';
import { policyDifference, type Policy } from '@rightsmith/core';

const A = 'a@example.com';
const END = new Date('2032-01-01T00:00:00Z');
const policy = (others: Partial<Policy> = {}): Policy => ({
  names: [],
  grants: [{ users: [A], rights: ['VIEW', 'EDIT'] }],
  ...others,
});

describe('policyDifference', () => {
  it('sees none in order, letter case, or what is empty', () => {
    const other = policy({
      grants: [
        { users: ['A@EXAMPLE.com'], rights: ['edit'] },
        { users: [A], rights: ['VIEW'] },
      ],
      encryptedData: {},
    });
    assert.deepEqual(policyDifference(policy(), other), {
      same: true,
      added: [],
      removed: [],
      retimed: [],
      changed: [],
    });
  });

  it('names rights that came, went, or count for another time', () => {
    const after = policy({ grants: [{ users: [A], rights: ['VIEW', 'PRINT'] }], validUntil: END });
    const { same, added, removed, retimed } = policyDifference(policy(), after);
    const validUntil = END.toISOString();
    assert.equal(same, false);
    assert.deepEqual(added, [{ user: A, right: 'PRINT', validUntil }]);
    assert.deepEqual(removed, [{ user: A, right: 'EDIT' }]);
    assert.deepEqual(retimed, [{ user: A, right: 'VIEW', validUntil }]);
  });

  it('names other members that changed', () => {
    const names = [{ lcid: 1033, name: 'N', description: '' }];
    const after = policy({ offlineDays: 3, referral: 'mailto:a@example.com', names, encryptedData: { b: '1' } });
    const members = policyDifference(policy({ offlineDays: 2 }), after).changed.map(({ member }) => member);
    assert.deepEqual(members, ['names', 'offlineDays', 'referral', 'encryptedData']);
  });
});
