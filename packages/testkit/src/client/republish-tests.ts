import assert from 'node:assert/strict';
import { useLicenseWith } from '@rightsmith/core';
import { refusalOf } from '../outcome.js';
import { requestOf } from './client-bench.js';
import type { ClientTest } from './client-test.js';
import { assertSameKey } from './same-key.js';

/** Publishing again what is published. */
export const REPUBLISH_TESTS: readonly ClientTest[] = [
  {
    name: 'keeps key, content id and owner, and puts the new policy in force',
    needs: ['custom', 'reuseKey'],
    run: async (bench) => {
      const { owner, recipient, stranger } = bench.people;
      const first = await bench.grant(['VIEW']);
      const client = await bench.client(owner);
      const sameKeyAs = await client.acquire(first.license, bench.context());
      const policy = { names: [], grants: [{ users: [stranger], rights: ['EDIT'] }] };
      const second = await client.publish(requestOf({ policy, sameKeyAs }), bench.context());
      assert.deepEqual([second.contentId, second.owner], [first.contentId, owner]);
      await assertSameKey(first.cipher, second.cipher);
      const useLicense = await bench.acquire(second.license, stranger);
      assert.deepEqual(useLicense.rights, ['EDIT']);
      await assertSameKey(first.cipher, useLicense.cipher);
      await refusalOf(() => bench.acquire(second.license, recipient), ['AccessDenied']);
    },
  },
  {
    name: 'keeps the owner where somebody else with EDITRIGHTSDATA does it',
    needs: ['custom', 'reuseKey'],
    run: async (bench) => {
      const { owner, recipient } = bench.people;
      const first = await bench.grant(['VIEW', 'EDITRIGHTSDATA']);
      const client = await bench.client(recipient);
      const sameKeyAs = await client.acquire(first.license, bench.context());
      const second = await client.publish(requestOf({ policy: bench.policyOf(['VIEW']), sameKeyAs }), bench.context());
      assert.equal(second.owner, owner);
    },
  },
  {
    name: 'works with a use licence that was copied into another object',
    needs: ['custom', 'reuseKey'],
    run: async (bench) => {
      const first = await bench.grant(['VIEW']);
      const client = await bench.client(bench.people.owner);
      const useLicense = await client.acquire(first.license, bench.context());
      const sameKeyAs = useLicenseWith(useLicense, useLicense.cipher);
      const second = await client.publish(requestOf({ policy: bench.policyOf(['VIEW']), sameKeyAs }), bench.context());
      await assertSameKey(first.cipher, second.cipher);
    },
  },
  {
    name: 'is denied to who may not change the policy',
    needs: ['custom', 'reuseKey'],
    run: async (bench) => {
      const first = await bench.grant(['VIEW', 'EDIT', 'EXPORT', 'VIEWRIGHTSDATA']);
      const client = await bench.client(bench.people.recipient);
      const sameKeyAs = await client.acquire(first.license, bench.context());
      const request = requestOf({ policy: bench.policyOf(['OWNER']), sameKeyAs });
      await refusalOf(() => client.publish(request, bench.context()), ['AccessDenied']);
    },
  },
  {
    name: 'under the same key is not supported, and that is said',
    needs: ['custom', 'no reuseKey'],
    run: async (bench) => {
      const { license } = await bench.grant(['VIEW']);
      const sameKeyAs = await bench.acquire(license, bench.people.owner);
      await refusalOf(() => bench.publish({ policy: bench.policyOf(['VIEW']), sameKeyAs }), ['NotSupportedByClient']);
    },
  },
];
