import assert from 'node:assert/strict';
import { ROLES, doNotForward, encryptOnly, findRole, grantsForRole, knownRight } from '@rightsmith/core';

const USERS = ['alice@example.com'];

function rightsOf(role: string): readonly string[] {
  return grantsForRole(role, USERS)[0]?.rights ?? [];
}

describe('ROLES', () => {
  it('grow from one to the next and hold known rights only', () => {
    for (const [index, { rights }] of ROLES.entries()) {
      const weaker = ROLES[index - 1]?.rights ?? [];
      assert.ok(weaker.every((right) => rights.includes(right)) && rights.length > weaker.length);
      assert.ok(rights.every((right) => knownRight(right) !== undefined));
      assert.equal(new Set(rights).size, rights.length);
    }
  });

  it('have the members of licenses.md §8.2', () => {
    assert.deepEqual(rightsOf('VIEWER').toSorted(), ['OBJMODEL', 'REPLY', 'REPLYALL', 'VIEW', 'VIEWRIGHTSDATA']);
    const added = (role: string, below: string): string[] =>
      rightsOf(role).filter((right) => !rightsOf(below).includes(right));
    assert.deepEqual(added('REVIEWER', 'VIEWER').toSorted(), ['DOCEDIT', 'EDIT', 'FORWARD']);
    assert.deepEqual(added('AUTHOR', 'REVIEWER').toSorted(), ['EXPORT', 'EXTRACT', 'PRINT']);
    assert.deepEqual(added('COOWNER', 'AUTHOR').toSorted(), ['EDITRIGHTSDATA', 'OWNER']);
  });
});

describe('grantsForRole', () => {
  const names: [string, string][] = [
    ['viewer', 'VIEWER'],
    ['Reviewer', 'REVIEWER'],
    ['Restricted Editor', 'REVIEWER'],
    ['Author', 'AUTHOR'],
    ['co-author', 'AUTHOR'],
    ['editor', 'AUTHOR'],
    ['Co-Owner', 'COOWNER'],
    ['owner', 'COOWNER'],
    ['coowner', 'COOWNER'],
  ];
  for (const [given, name] of names) {
    it(`takes "${given}" for ${name}`, () => {
      assert.equal(findRole(given)?.name, name);
      assert.deepEqual(grantsForRole(given, USERS), [{ users: USERS, rights: findRole(name)?.rights }]);
    });
  }

  it('refuses an unknown role and names the known ones', () => {
    assert.throws(() => grantsForRole('reader', USERS), {
      code: 'UsageError',
      hint: /viewer, reviewer, author, coowner/,
    });
  });
});

describe('doNotForward', () => {
  it('lets recipients read and answer, and take nothing out', () => {
    const [grant] = doNotForward(USERS);
    assert.deepEqual(grant?.users, USERS);
    for (const right of ['VIEW', 'EDIT', 'REPLY', 'REPLYALL']) assert.ok(grant.rights.includes(right));
    for (const right of ['FORWARD', 'PRINT', 'EXTRACT', 'EXPORT', 'OWNER']) assert.ok(!grant.rights.includes(right));
  });
});

describe('encryptOnly', () => {
  it('gives everything except EXPORT and OWNER', () => {
    const [grant] = encryptOnly(USERS);
    for (const right of ROLES.at(-1)!.rights) {
      assert.equal(grant?.rights.includes(right), right !== 'EXPORT' && right !== 'OWNER', right);
    }
  });
});
