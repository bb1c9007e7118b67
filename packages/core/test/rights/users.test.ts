import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Identity, type User, foldAddress, isOwner, meansIdentity, parseUser } from '@rightsmith/core';

const ALICE: Identity = {
  address: 'Alice@Example.com',
  aliases: ['a.liddell@mail.example.org'],
  groups: ['Team@example.net'],
};

describe('parseUser', () => {
  const users: [string, User | undefined][] = [
    ['Alice@Example.COM', { kind: 'address', address: 'alice@example.com' }],
    ['@Example.com', { kind: 'domain', domain: 'example.com' }],
    ['example.com', { kind: 'domain', domain: 'example.com' }],
    ['@intranet', { kind: 'domain', domain: 'intranet' }],
    ['Anyone', { kind: 'anyone' }],
    ['OWNER', { kind: 'owner' }],
    ['jürgen@example.com', { kind: 'address', address: 'jürgen@example.com' }],
    ['intranet', undefined],
    ['', undefined],
    ['@', undefined],
    ['alice@', undefined],
    ['alice@@example.com', undefined],
    ['alice@example.com@example.org', undefined],
    ['alice @example.com', undefined],
    ['<alice@example.com>', undefined],
    ['alice@example.com\n', undefined],
    ['al\u0000ice@example.com', undefined],
    ['al\u200bice@example.com', undefined],
    [`${'a'.repeat(308)}@example.com`, { kind: 'address', address: `${'a'.repeat(308)}@example.com` }],
    [`${'a'.repeat(309)}@example.com`, undefined],
  ];
  for (const [text, expected] of users) {
    it(`takes ${JSON.stringify(text.slice(0, 40))} for ${expected === undefined ? 'nobody' : `kind ${expected.kind}`}`, () => {
      assert.deepEqual(parseUser(text), expected);
    });
  }

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const user = parseUser(text);
        assert.ok(user === undefined || user.kind.length > 0);
      }),
      { seed: 2 },
    );
  });
});

describe('foldAddress', () => {
  it('does not make different addresses equal', () => {
    assert.notEqual(foldAddress('\u212Aate@example.com'), foldAddress('kate@example.com'));
  });
});

describe('meansIdentity', () => {
  const cases: [string, boolean][] = [
    ['anyone', true],
    ['alice@example.com', true],
    ['A.LIDDELL@mail.example.org', true],
    ['team@EXAMPLE.net', true],
    ['@example.com', true],
    ['mail.example.org', true],
    ['bob@example.com', false],
    ['@example.org', false],
    ['@ample.com', false],
    ['example.net', false],
    ['owner', false],
    ['S-1-5-21-1-2-3', false],
    ['', false],
  ];
  for (const [user, expected] of cases) {
    it(`says that "${user}" ${expected ? 'means' : 'does not mean'} Alice`, () => {
      assert.equal(meansIdentity(user, ALICE), expected);
    });
  }
});

describe('isOwner', () => {
  it('counts aliases and no groups, without case', () => {
    assert.equal(isOwner(ALICE, 'ALICE@example.com'), true);
    assert.equal(isOwner(ALICE, 'A.Liddell@mail.example.org'), true);
    assert.equal(isOwner(ALICE, 'team@example.net'), false);
  });

  it('makes nobody the owner of content without one', () => {
    assert.equal(isOwner({ address: '', aliases: [], groups: [] }, ''), false);
  });
});
