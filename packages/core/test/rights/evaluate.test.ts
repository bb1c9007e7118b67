import assert from 'node:assert/strict';
import {
  type AccessQuestion,
  type AccessReason,
  type Grant,
  type Identity,
  type Policy,
  allows,
  decideRight,
  evaluateAccess,
} from '@rightsmith/core';

const NOW = new Date('2031-05-06T12:00Z');
const BEFORE = new Date('2031-05-06T11:00Z');
const AFTER = new Date('2031-05-06T13:00Z');
const LATER = new Date('2031-05-06T14:00Z');

const ALICE: Identity = { address: 'alice@example.com', aliases: ['al@example.com'], groups: ['team@example.com'] };

function ask(grants: readonly Grant[], changes: Partial<AccessQuestion> = {}, policy: Partial<Policy> = {}) {
  return { policy: { names: [], grants, ...policy }, identity: ALICE, now: NOW, ...changes };
}

describe('evaluateAccess', () => {
  it('gives the union of what is granted to the person, his groups, his domain and anyone', () => {
    const access = evaluateAccess(
      ask([
        { users: ['ALICE@example.com'], rights: ['view'] },
        { users: ['bob@example.com'], rights: ['EXPORT'] },
        { users: ['team@example.com'], rights: ['PRINT', 'VIEW'] },
        { users: ['@example.com'], rights: ['REPLY'] },
        { users: ['anyone'], rights: ['my.Right'] },
      ]),
    );
    assert.deepEqual(access, {
      granted: true,
      rights: ['VIEW', 'PRINT', 'REPLY', 'MY.RIGHT'],
      owner: false,
      reason: 'granted',
    });
  });

  it('gives nothing to whom the policy does not name', () => {
    const access = evaluateAccess(ask([{ users: ['bob@example.com', 'example.org', 'owner'], rights: ['VIEW'] }]));
    assert.deepEqual(access, { granted: false, rights: [], owner: false, reason: 'no-right' });
  });

  for (const owner of ['alice@example.com', 'AL@example.com']) {
    it(`gives the owner ${owner} everything, also when the content has ended and no grant names him`, () => {
      const access = evaluateAccess(ask([], { owner, validUntil: BEFORE }, { validUntil: BEFORE }));
      assert.deepEqual(access, { granted: true, rights: ['OWNER'], owner: true, reason: 'owner' });
    });
  }

  it('does not take a member of the owning group for the owner', () => {
    assert.equal(evaluateAccess(ask([], { owner: 'team@example.com' })).reason, 'no-right');
  });

  it('gives a super user everything without making him the owner', () => {
    const access = evaluateAccess(ask([], { owner: 'olga@example.com', superUser: true }, { validUntil: BEFORE }));
    assert.deepEqual(access, { granted: true, rights: ['OWNER'], owner: false, reason: 'super-user' });
  });

  const toAlice: Grant = { users: ['alice@example.com'], rights: ['OWNER'] };
  const periods: [string, AccessQuestion, AccessReason, Date | undefined][] = [
    ['no period', ask([toAlice]), 'granted', undefined],
    ['content that ends later', ask([toAlice], {}, { validUntil: AFTER }), 'granted', AFTER],
    ['content that has ended', ask([toAlice], {}, { validUntil: BEFORE }), 'expired', undefined],
    ['content that ends this moment', ask([toAlice], {}, { validUntil: NOW }), 'expired', undefined],
    ['content that begins this moment', ask([toAlice], {}, { validFrom: NOW }), 'granted', undefined],
    ['content that begins later', ask([toAlice], {}, { validFrom: AFTER }), 'not-yet-valid', undefined],
    ['a licence that has ended', ask([toAlice], { validUntil: BEFORE }), 'expired', undefined],
    ['a licence that begins later', ask([toAlice], { validFrom: AFTER }), 'not-yet-valid', undefined],
    ['a grant that has ended', ask([{ ...toAlice, validUntil: BEFORE }]), 'expired', undefined],
    ['a grant that begins later', ask([{ ...toAlice, validFrom: AFTER }]), 'not-yet-valid', undefined],
    ['the earlier of two ends', ask([{ ...toAlice, validUntil: LATER }], { validUntil: AFTER }), 'granted', AFTER],
  ];
  for (const [what, question, reason, until] of periods) {
    it(`answers ${reason} for ${what}`, () => {
      const access = evaluateAccess(question);
      assert.deepEqual([access.reason, access.granted, access.until], [reason, reason === 'granted', until]);
    });
  }

  it('does not tell a stranger that the content has ended', () => {
    assert.equal(
      evaluateAccess(ask([{ users: ['bob@example.com'], rights: ['VIEW'] }], {}, { validUntil: BEFORE })).reason,
      'no-right',
    );
  });

  it('leaves out rights that have ended and keeps the others until the first of them ends', () => {
    const access = evaluateAccess(
      ask([
        { users: ['anyone'], rights: ['VIEW'], validUntil: AFTER },
        { users: ['alice@example.com'], rights: ['VIEW', 'PRINT'], validUntil: LATER },
        { users: ['anyone'], rights: ['EDIT'], validUntil: BEFORE },
      ]),
    );
    assert.deepEqual(access.rights, ['VIEW', 'PRINT']);
    assert.deepEqual(access.until, LATER);
  });

  it('says that a right is still to come rather than that another has ended', () => {
    const access = evaluateAccess(
      ask([
        { users: ['anyone'], rights: ['VIEW'], validUntil: BEFORE },
        { users: ['anyone'], rights: ['VIEW'], validFrom: AFTER },
      ]),
    );
    assert.equal(access.reason, 'not-yet-valid');
  });
});

describe('allows', () => {
  it('takes OWNER for everything and compares without case', () => {
    const owner = evaluateAccess(ask([], { superUser: true }));
    const viewer = evaluateAccess(ask([{ users: ['anyone'], rights: ['VIEW'] }]));
    assert.deepEqual([allows(owner, 'my.Right'), allows(viewer, 'view'), allows(viewer, 'PRINT')], [true, true, false]);
  });
});

describe('decideRight', () => {
  const grants: Grant[] = [
    { users: ['alice@example.com'], rights: ['VIEW', 'my.Right'] },
    { users: ['team@example.com'], rights: ['PRINT'], validUntil: BEFORE },
    { users: ['anyone'], rights: ['EDIT'], validFrom: AFTER },
  ];
  const cases: [string, AccessReason][] = [
    ['view', 'granted'],
    ['MY.RIGHT', 'granted'],
    ['PRINT', 'expired'],
    ['EDIT', 'not-yet-valid'],
    ['EXPORT', 'no-right'],
  ];
  for (const [right, reason] of cases) {
    it(`answers ${reason} to ${right}`, () => {
      assert.deepEqual(decideRight({ ...ask(grants), right }), { allowed: reason === 'granted', reason });
    });
  }

  it('takes a granted OWNER for every right, as long as it counts', () => {
    const owner: Grant = { users: ['alice@example.com'], rights: ['OWNER'], validUntil: AFTER };
    assert.deepEqual(decideRight({ ...ask([owner]), right: 'EXPORT' }), {
      allowed: true,
      reason: 'granted',
      until: AFTER,
    });
    const { reason } = decideRight({ ...ask([{ ...owner, validUntil: BEFORE }]), right: 'EXPORT' });
    assert.equal(reason, 'expired');
  });

  it('allows the owner and super users everything', () => {
    const right = 'EXPORT';
    assert.equal(decideRight({ ...ask(grants, { owner: ALICE.address }), right }).reason, 'owner');
    assert.equal(decideRight({ ...ask(grants, { superUser: true }), right }).reason, 'super-user');
  });
});
