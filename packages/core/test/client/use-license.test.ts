import assert from 'node:assert/strict';
import { createContentCipher, createUseLicense, type Policy, type UseLicense } from '@rightsmith/core';

const policy: Policy = { names: [], grants: [] };

function withRights(rights: readonly string[]): UseLicense {
  const cipher = createContentCipher({ mode: 'CBC4K', key: new Uint8Array(32) });
  return createUseLicense({
    contentId: '00000000-0000-4000-8000-000000000001',
    rights,
    policy,
    offline: false,
    cipher,
  });
}

describe('createUseLicense', () => {
  it('allows what is listed, in any letter case, custom rights too', async () => {
    const license = withRights(['View', 'NOTARIZE']);
    assert.deepEqual(license.rights, ['VIEW', 'NOTARIZE']);
    for (const right of ['VIEW', 'view', 'Notarize']) assert.equal(await license.allows(right), true, right);
    for (const right of ['EDIT', 'OWNER', 'VIE', '']) assert.equal(await license.allows(right), false, right);
  });

  it('allows an owner everything', async () => {
    const license = withRights(['owner']);
    for (const right of ['VIEW', 'EXPORT', 'NOTARIZE']) assert.equal(await license.allows(right), true, right);
  });

  it('lists each right once', () => {
    assert.deepEqual(withRights(['VIEW', 'EDIT', 'view']).rights, ['VIEW', 'EDIT']);
  });

  it('shows the policy to holders of VIEWRIGHTSDATA and to owners only', async () => {
    assert.equal(await withRights(['VIEW', 'EDITRIGHTSDATA']).policy(), undefined);
    assert.deepEqual(await withRights(['VIEWRIGHTSDATA']).policy(), policy);
    assert.deepEqual(await withRights(['OWNER']).policy(), policy);
    // A copy: what one holder does to it is nobody else's policy.
    assert.notEqual(await withRights(['OWNER']).policy(), policy);
  });
});
