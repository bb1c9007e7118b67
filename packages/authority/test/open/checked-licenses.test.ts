import assert from 'node:assert/strict';
import type { UseLicense } from '@rightsmith/core';
import type { Tenant } from '../../src/keys/tenant.js';
import { CheckedLicenses } from '../../src/open/checked-licenses.js';
import { callContext, policyFor, useAuthority } from '../use-authority.js';

describe('CheckedLicenses', () => {
  const shared = useAuthority();
  const tenant = (): Promise<Tenant> =>
    (shared.authority.tenant as unknown as { current(): Promise<Tenant> }).current();
  const publish = async (): Promise<Uint8Array> =>
    (await shared.publish({ policy: policyFor({ 'bob@example.com': ['VIEW', 'VIEWRIGHTSDATA'] }) })).license;
  const acquire = (license: Uint8Array): Promise<UseLicense> =>
    shared.client('bob@example.com').acquire(license, callContext());

  it('checks the same bytes once, wherever they lie', async () => {
    const licenses = new CheckedLicenses();
    const license = await publish();
    const current = await tenant();
    const first = licenses.check(license, current);
    assert.equal(licenses.check(new Uint8Array(license), current), first);
    assert.notEqual(licenses.check(await publish(), current), first);
  });

  it('is not deceived by one changed byte of a licence it knows', async () => {
    const licenses = new CheckedLicenses();
    const license = await publish();
    const current = await tenant();
    licenses.check(license, current);
    const changed = new Uint8Array(license);
    changed[changed.indexOf('2'.charCodeAt(0), 200)]! ^= 1;
    assert.throws(() => licenses.check(changed, current), { code: 'Tampered' });
  });

  it('keeps what it checked, not the array of the caller', async () => {
    const licenses = new CheckedLicenses();
    const license = await publish();
    const { bytes } = licenses.check(license, await tenant()).license;
    const before = new Uint8Array(bytes);
    license.fill(0);
    assert.deepEqual(bytes, before);
  });

  it('checks anew when the tenant has other keys', async () => {
    const licenses = new CheckedLicenses();
    const license = await publish();
    const first = licenses.check(license, await tenant());
    await shared.authority.tenant.rotateKey();
    const again = licenses.check(license, await tenant());
    assert.notEqual(again, first);
    assert.equal(again.license.contentId, first.license.contentId);
  });

  it('forgets the oldest when there are too many', async () => {
    const licenses = new CheckedLicenses();
    const oldest = await publish();
    const current = await tenant();
    const first = licenses.check(oldest, current);
    for (let length = 0; length < 512 * 1024; length += oldest.length) licenses.check(await publish(), current);
    assert.notEqual(licenses.check(oldest, current), first);
  });

  it('shows nobody a policy that somebody else has changed', async () => {
    const license = await publish();
    const policy = await (await acquire(license)).policy();
    const before = structuredClone(policy);
    (policy!.grants as unknown[]).length = 0;
    assert.deepEqual(await (await acquire(license)).policy(), before);
    assert.deepEqual((await acquire(license)).rights, ['VIEW', 'VIEWRIGHTSDATA']);
  });
});
